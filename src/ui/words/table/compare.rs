//! Words of two states side by side.

macro_rules! compare {
    ($next:ident $($rest:ident)*; $($before:tt)*) => { $next! { $($rest)*; $($before)*
        CompareStates "对比两个状态" "Compare two states";
        CompareTitle "对比" "Compare";
        EndCompare "结束对比" "End the comparison";
        CompareSplit "怎样并排" "How both are shown";
        SplitSwipe "拉帘" "Swipe";
        SplitBeside "并排" "Side by side";
        SwapStates "整页改随另一状态" "Let the page follow the other state";
        OtherHalf "另一状态" "The other state";
        OtherDay "另一状态的日期" "Day of the other state";
        OtherFrom "另一状态从哪天起" "First day of the other state";
        OtherBandwidth "另一状态的带宽" "Bandwidth of the other state";
        FromNamedView "另一状态取自命名视图" "The other state from a named view";
        NoNamedView "不取" "none";
        SameLength "两段时间一样长，各 {0} 天" "Both periods are of the same length, {0} day{s0}";
        SwipeHandle "拉帘位置" "Place of the swipe";
        SwipeAt "左半占 {0} %" "left half {0} %";
        LeftHalf "左" "left";
        RightHalf "右" "right";
        MapOfOther "地图，另一半：{0}" "Map, other half: {0}";
        SharedClasses "左右两半同一分级" "Both halves share these classes";
        LevelsAt "{0}（{1}）" "{0} ({1})";
        BandwidthOf "带宽 {0}" "bandwidth {0}";
        OtherComputing "计算中" "computing";
        LevelsWorseBetter "{0} 处变差，{1} 处变好" "{0} became worse, {1} better";
        LevelsNoChange "没有一处变差或变好" "None became worse or better";
        BaseToDynamic "隐患与事故使 {0} 处等级变差" "Dangers and accidents make {0} worse";
        BaseAsDynamic "隐患与事故没有使任何一处变差" "Dangers and accidents make none worse";
        FromTo "左 {0} → 右 {1}" "left {0} → right {1}";
        RatedOnOneSide "{0} 处只在一边定了级" "{0} rated in one state alone";
        LevelSame "{0} 处相同" "{0} the same";
        CountsChanged "事故由 {0} 起变为 {1} 起：{2}增多，{3}减少" "Crashes went from {0} to {1}: more in {2}, fewer in {3}";
        CountsUnchanged "事故由 {0} 起变为 {1} 起，各处不变" "Crashes went from {0} to {1}, the same everywhere";
        CountSections "{0} 段" "{0} section{s0}";
        CountAreas "{0} 个区县" "{0} district{s0}";
        SureOfPlaces "有事故的 {0}中，{1}增多、{2}减少超出偶然（偶然所致的至多每 20 处 1 处）" "of {0} with crashes, {1} rose and {2} fell more than chance explains (by chance alone at most 1 in 20)";
        PeaksOfBandwidths "最密处 {0} 与 {1} {2}" "Densest {0} and {1} {2}";
        WhatChanged "变化" "What changed";
        WorseFirst "变差在前" "worse first";
        MoreFirst "增多在前" "more first";
        NothingChanged "没有变化" "Nothing changed";
        DangersFromTo "未销号隐患 {0} → {1}" "open dangers {0} → {1}";
        OverdueFromTo "逾期 {0} → {1}" "overdue {0} → {1}";
        BeyondChance "超出偶然" "more than chance";
        MayBeChance "可能是偶然（{0}）" "may be chance ({0})";
        ComparedCrashes "{0} → {1} 起" "{0} → {1} {1:crash:crashes}";
        CompareNoDays "事故没有日期，比不了两段时间" "The crashes have no days: no two periods to compare";
        CompareWaits "还在计算，稍后再试" "Still computing: try again in a moment";
        SheetInLeft "左图内" "in the left map";
        SheetInRight "右图内" "in the right map";
        ChangeBefore "此前" "Before";
        ChangeAfter "此后" "After";
    } };
}
