//! Words of the filter of crashes.

macro_rules! crashes {
    ($next:ident $($rest:ident)*; $($before:tt)*) => { $next! { $($rest)*; $($before)*
        FilterCrashes "筛选事故" "Filter crashes";
        CrashesAlone "有多少事故，何时、何种" "How many crashes, when and of what kind";
        CrashesAndFatal "{0}，其中死亡事故 {1} 起" "{0}, {1} of them fatal";
        NoRoadsToSnap "没有路段，事故未归到道路" "no road sections to give them to";
        CrashChoices "按时间和情形选" "By time and kind";
        CrashesPass "{1} 起中 {0} 起" "{0} of {1}";
        CrashesLeftOut "{0} 起因取值不明未计入" "{0} left out, value unknown";
        RemoveFilter "去掉筛选：{0}" "Remove filter: {0}";
        ClearAll "全部清除" "Clear all";
        PartDays "日期" "Dates";
        AtNight "夜间 {0}" "At night {0}";
        PartHours "时刻" "Hours";
        PartWeekdays "星期" "Weekdays";
        FromDay "起始日" "First day";
        ToDay "截止日" "Last day";
        NoCrashPasses "没有事故符合全部筛选" "No crash passes all filters";
        LoosenMost "放宽“{0}”后最多：{1} 起" "Loosening “{0}” gives most: {1}";
        LoosenNone "只放宽一项仍没有；请全部清除后重选" "Loosening one filter alone gives none; clear all and choose anew";
        ThirdOfPassing "符合筛选的事故，三分之一集中在 {0} 段路上（全市 {1} 段）" "A third of the filtered crashes lie on {0} of {1} road section{s1}";
        ClassesOfAll "分级界限按全部事故，筛选前后可比。" "Classes are cut over all crashes, so that filters can be compared.";
        ClassesOfPassing "分级界限按符合筛选的事故，随筛选而变。" "Classes are cut over the crashes that pass, and move with the filter.";
        CutOverPassing "改按筛选后" "Cut over those that pass";
        CutOverAll "改按全部" "Cut over all";
        YearsOf "{0}，{1} 年" "{0}, {1} year{s1}";
        CrashesInTime "事故的时间" "Crashes in time";
        CrashesByDay "按天" "by day";
        CrashesByWeek "按周" "by week";
        CrashesByMonth "按月" "by month";
        CrashesByYear "按年" "by year";
        BarsUpTo "{0}，最高 {1} 起" "{0}, up to {1}";
        BarSays "{0}：{1} 起，其中死亡 {2}、伤人 {3}" "{0}: {1} {1:crash:crashes}, of these {2} fatal, {3} with injury";
        HowToTime "拖动选一段时间，点一格选一格；再点一次取消" "Drag to choose a time, click a bar to choose it; click again to undo";
        PlayTime "逐段播放" "Play";
        PauseTime "暂停" "Pause";
        NextTime "下一段" "Next period";
        AllDays "全部日期" "All dates";
        ChoiceCounts "{0}：{1} 起" "{0}: {1} {1:crash:crashes}";
        HowToHours "点一时只看这一时；Ctrl 加选或去掉，Shift 取到这一时，可过零点" "Click an hour to see it alone; Ctrl adds or removes, Shift takes all up to it, over midnight too";
        TouchHours "点选小时，可选几个" "Tap hours, one or several";
        ChosenHours "所选" "Chosen";
        HoursRose "一天里的事故，按小时" "Crashes over the day, by hour";
        UnknownIs "不明 {0}" "unknown {0}";
        MoreCrashFilters "光照、天气、当事方" "Light, weather, parties";
    } };
}
