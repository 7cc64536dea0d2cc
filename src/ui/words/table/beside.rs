//! Words of two cities side by side.

macro_rules! beside {
    ($next:ident $($rest:ident)*; $($before:tt)*) => { $next! { $($rest)*; $($before)*
        BesideCity "与另一座城对比" "Compare with another city";
        EndBeside "结束与另一座城的对比" "End the comparison with another city";
        BesideHow "选另一座城的数据（文件夹或 zip，也可拖到页面上）。它在另一个计算进程里打开，当前的城不变；文件不离开这台机器。" "Choose the data of another city, a folder or a zip, or drop it on the page. It is opened in an engine of its own; the open city stays as it is. Files stay on this machine.";
        BesideServed "随程序提供的数据" "The data that came with the page";
        BesideTitle "两城对比" "Two cities";
        BesideReading "正在读另一座城" "Reading the other city";
        BesideApart "两图各看各的地方，比例尺和方向相同；移动一图不移动另一图，缩放则一起。链接不带另一座城。" "Each map looks at its own place, at the same scale and bearing: moving one leaves the other, zooming takes both. A link does not carry the other city.";
        BesideApartShort "同一比例尺，各看各的地方" "same scale, each its own place";
        BesideNamed "{0} · 数据截至 {1}" "{0} · data to {1}";
        BesideInvented "{0}（虚构）" "{0} (fictional)";
        BesideComputing "{0} · 计算中" "{0} · computing";
        BesideRefused "{0} · {1}" "{0} · {1}";
        BesideNoAnswer "{0} · 缺这项的图层" "{0} · lacks the layers for this";
        BesideMap "地图：{0}" "Map: {0}";
        BesideCounts "图例和图层里的数是左图的" "Counts in the legend and of the layers are those of the left map";
        BesideClasses "分级按" "Classes of";
        BesideClassesOpen "左图" "the left map";
        BesideClassesOther "右图" "the right map";
        BesideStopped "另一座城的计算引擎停止了（{0}）：对比已结束，这座城不受影响。" "The engine of the other city stopped ({0}): the comparison has ended, this city is as it was.";
        BesideFigures "两城的数" "Figures of both";
        BesideFigure "项目" "Figure";
        FigureResidents "常住人口" "Residents";
        FigureVenuesDay "场所内白天人数" "People in venues by day";
        FigureVenuesNight "场所内夜间人数" "People in venues by night";
        FigureLevels "{0}等级" "Levels: {0}";
        FigureCrashesPeople "每万人年事故" "Crashes per 10,000 people a year";
        FigureCrashesRoad "每公里道路年事故" "Crashes per km of road a year";
        FigureOpen "未销号隐患" "Open hidden dangers";
        FigureOverdue "逾期隐患" "Overdue hidden dangers";
        FigureNoStation "消防站覆盖外的场所" "Venues beyond reach of a station";
        FigureNoHydrant "附近无消火栓的场所（干栓不计）" "Venues without a hydrant at hand, dry ones not counted";
        FigureAtMost "至多 {0}" "at most {0}";
        FigureAtLeast "至少 {0}" "at least {0}";
        RestsKnown "{1} 行中 {0} 行有数" "said by {0} of {1}";
        RestsRated "{1} 处中 {0} 处已评" "{0} of {1} rated";
        RestsCrashesPeople "{0} 起 ÷ {1} 年 ÷ {2} 人" "{0} {0:crash:crashes} ÷ {1} years ÷ {2} people";
        RestsCrashesRoad "{0} 起 ÷ {1} 年 ÷ {2} km" "{0} {0:crash:crashes} ÷ {1} years ÷ {2} km";
        RestsFound "已发现 {0} 条中" "of {0} found";
        RestsOpen "未销号 {0} 条中" "of {0} open";
        RestsDueUnknown "{0} 条期限不明" "{0} without a known due day";
        RestsVenues "{0} 处场所中，直线 {1} 以外" "of {0} venue{s0}, farther than {1} in a straight line";
        LacksLayer "没有{0}图层" "no layer of {0}";
        LacksValue "{0}图层没有这项数" "the layer of {0} does not say it";
        LacksDay "数据没有日期" "the data has no day";
        LacksYear "事故数据不满一年" "the crashes span less than a year";
    } };
}
