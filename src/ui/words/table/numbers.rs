//! Words of filters by numbers.

macro_rules! numbers {
    ($next:ident $($rest:ident)*; $($before:tt)*) => { $next! { $($rest)*; $($before)*
        FilterNumbers "按数值筛选" "Filter by a number";
        WhichNumber "数值" "Number";
        LeastOf "最小" "At least";
        MostOf "最大" "At most";
        NumberTop "最高 {0}" "up to {0}";
        NumberLadder "横轴按 1、2、5 倍展开" "scale in steps of 1, 2, 5";
        NumberBar "{0}：{1}" "{0}: {1}";
        NumberUnknown "未知 {0}" "unknown {0}";
        KeepUnknown "保留未知的" "Keep the unknown";
        NumberNone "没有一条有这个数值" "Nothing here has this number";
        NumberLeftOut "另有 {0} 条数值未知，未计入" "{0} more left out, value unknown";
        NumberNotRead "不是数：{0}" "Not a number: {0}";
        NumberCrossed "最小值大于最大值" "The least is more than the most";
        NumberNoLimit "不限" "no limit";
        HowToNumber "拖动或点选一段；方向键移动两端" "Drag or click a range; arrow keys move its ends";
    } };
}
