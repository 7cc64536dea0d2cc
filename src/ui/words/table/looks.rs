//! Words of how the map is drawn: classes at typed edges, layers fainter or in another order, a meeting room's screen.

macro_rules! looks {
    ($next:ident $($rest:ident)*; $($before:tt)*) => { $next! { $($rest)*; $($before)*
        BreaksTyped "自定界限" "Typed edges";
        LowerEdges "各级下限" "Lower edges";
        EdgeNoNumber "“{0}” 不是数" "“{0}” is no number";
        EdgeNotWhole "按个数分级，{0} 不是整数" "counts are classed: {0} is not whole";
        EdgesCount "有 {0} 个界限，要 1 到 {1} 个" "{0} {0:edge:edges}, expected 1 to {1}";
        EdgeNegative "{0} 小于 0" "{0} is below 0";
        EdgesNotAscending "要从小到大：{0} 不大于前一个 {1}" "must ascend: {0} is not above {1} before it";
        EdgeUnitPeople "人" "people";
        EdgeUnitVenues "处" "venues";
        EdgeUnitCrashes "起" "crashes";
        EdgeUnitPerKm "起/km" "crashes/km";
        EdgeUnitEpdo "当量" "EPDO";
        EdgeUnitEpdoPerKm "当量/km" "EPDO/km";
        BelowEdges "低于最低界限" "below the lowest edge";
        NoneNearOrBelow "范围内没有，或低于最低界限" "none near, or below the lowest edge";
        LockClasses "锁定分级" "Lock the classes";
        UnlockClasses "解锁分级" "Unlock the classes";
        ClassesLocked "分级已锁定，换日期或筛选也不变" "Classes are locked: another day or filter leaves them";
        LayerLooks "{0}的画法" "How {0} is drawn";
        Opacity "不透明度" "Opacity";
        LayerUp "{0}上移" "Draw {0} further up";
        LayerDown "{0}下移" "Draw {0} further down";
        Projector "投影模式" "Meeting-room screen";
        EndProjector "结束投影模式" "End the meeting-room screen";
        InvertSections "反选视野内路段" "Invert the selected sections in view";
        InvertNothing "视野内没有路段可反选" "No sections in view to invert";
        SectionsInverted "已反选：{0} 段" "Inverted: {0} section{s0}";
    } };
}
