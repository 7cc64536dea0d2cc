//! The table.

macro_rules! words {
    ($($(#[$group:meta])* $name:ident $zh:literal $en:literal;)*) => {
        /// A word or sentence of the page.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Word { $(
            $(#[$group])*
            #[doc = $zh]
            $name,
        )* }

        impl Word {
            /// Every word.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The Chinese.
            pub const fn zh(self) -> &'static str {
                match self { $(Self::$name => $zh,)* }
            }

            /// The English.
            pub const fn en(self) -> &'static str {
                match self { $(Self::$name => $en,)* }
            }
        }
    };
}

words! {
    // Workbenches.
    Overview "总览" "Overview";
    Planning "规划" "Planning";
    Traffic "交警" "Traffic";
    Fire "消防" "Fire";
    Ledger "隐患台账" "Ledger";
    Workbench "工作台" "Workbench";
    Workbenches "工作台" "Workbenches";

    // The bar.
    NoCity "打开数据" "Open data";
    Fictional "虚构" "fictional";
    DataTo "数据截至" "Data to";
    Complete "完整度" "Complete";
    Completeness "完整度" "Completeness";
    CompletenessMeans "计算用到的字段中已知的比例" "Share of the fields the methods ask for that are known";
    Search "搜索" "Search";
    SearchHint "名称、拼音、编号、坐标、命令" "Name, id, position, command";
    SearchHits "搜索结果" "Search results";
    WholeRoad "全路 {0} 段" "whole road, {0} section{s0}";
    NothingFound "没有找到“{0}”" "Nothing matches “{0}”";
    OpenWorkbench "打开{0}工作台" "Open {0}";
    OpenMode "规划：{0}" "Planning: {0}";
    ShowLayer "显示{0}" "Show {0}";
    HideLayer "隐藏{0}" "Hide {0}";
    FoldsLeft "收起或展开左栏" "Fold or unfold the left panel";
    FoldsRight "收起或展开详情" "Fold or unfold the inspector";
    CommandOf "命令" "command";
    PositionOf "坐标 · 按 {0} 读" "position · read as {0}";
    CopyLink "复制链接" "Copy link";
    LinkCopied "链接已复制，打开后是同一画面" "Link copied; it opens this same view";
    LinkCopiedWithoutData "链接已复制；本机打开的数据不随链接走" "Link copied; data opened from this machine does not travel with it";
    LinkNotCopied "浏览器没有允许复制，链接在地址栏里" "The browser did not allow copying; the link is in the address bar";
    LinkCopiedWithoutSelection "链接已复制；所选路段太多，不随链接走" "Link copied; the selected sections are too many to travel with it";
    SelectionNotInLink "所选路段太多，链接里写不下：刷新或分享后要重新选" "Too many sections are selected for the link: after a reload, or by whoever gets the link, they must be selected again";
    LinkPartsIgnored "链接里有读不懂的部分，已略过：{0}" "Parts of the link could not be read and were left out: {0}";
    OtherLanguage "English" "中文";
    ToDark "深色" "Dark";
    ToLight "浅色" "Light";
    Help "帮助" "Help";

    // Panels.
    Layers "图层" "Layers";
    Layer "图层" "Layer";
    InViewAll "视野内 / 全部" "in view / all";
    AddData "添加数据" "Add data";
    RowsNotRead "{0} 行未读入" "{0} row{s0} not read";
    Noticed "{0} 处存疑" "{0} thing{s0} noticed";
    SeeWhy "查看原因" "See why";
    CityLacks "数据集没有{0}，这里算不出结果。" "The dataset has no {0}, so there is nothing to compute here.";
    ListComma "、" ", ";
    InBrackets "{0}（{1}）" "{0} ({1})";
    FoldLeft "收起左栏" "Fold the left panel";
    UnfoldLeft "展开左栏" "Unfold the left panel";
    UnfoldRight "展开详情" "Unfold the inspector";
    Resize "拖动改变大小" "Drag to resize";
    SheetHeight "拉高或放低" "Raise or lower";
    Inspector "详情" "Inspector";
    Close "关闭" "Close";
    MoreRows "再显示 {0} 行" "{0} more";
    FirstOf "列出前 {0} 条，共 {1} 条；全部可导出 CSV" "The first {0} of {1} are listed; the CSV has all";
    NoneListed "无" "none";
    Unknown "未知" "unknown";
    Yes "是" "yes";
    No "否" "no";
    Ranking "排名" "Ranking";
    SaveCsv "导出 CSV" "Export CSV";
    SaveRanking "导出 CSV（全部排名）" "Export CSV (whole ranking)";
    SaveSelection "导出 CSV（所选路段）" "Export CSV (selection)";
    SaveNear "导出 CSV（周边）" "Export CSV (neighbours)";
    Breaks "分级方法" "Class breaks";
    BreaksPretty "取整" "Round numbers";
    BreaksNatural "自然断点" "Natural breaks";
    BreaksQuantile "等数量" "Equal counts";
    BreaksEqual "等间距" "Equal steps";
    WhatToShow "显示什么" "What to show";

    // Planning: density.
    Density "密度" "Density";
    DensityTitle "密度面" "Density surface";
    DensityNote "同一地点的值不随缩放改变" "A place keeps its value at every zoom";
    DensityOf "对象" "Of";
    WeightedBy "权重" "Weighted by";
    Unweighted "不加权（次数）" "Nothing (count)";
    Bandwidth "带宽" "Bandwidth";
    BandwidthIs "带宽 {0} m" "bandwidth {0} m";
    CrashesPerKm2 "起/km²" "crashes/km²";
    DangersPerKm2 "条/km²" "dangers/km²";
    PlacesPerKm2 "处/km²" "places/km²";
    PerKm2 "{0}/km²" "{0} per km²";
    Conserved "合计守恒：面上积分 {0} = 合计 {1}" "The sum is kept: integral {0} = total {1}";
    NearlyConserved "面上积分 {0}，合计 {1}，差 {2} %" "Integral {0}, total {1}, {2} % apart";
    WithoutWeight "{0} 个点没有权重值，未计入" "{0} point{s0} without a weight left out";
    UnderPointer "光标处" "Under the pointer";
    PointAtMap "把光标移到地图上；点一下，看那里的值由什么构成" "Point at the map; click to see what makes the value there";
    TapMap "点一下地图，看那里的值和它由什么构成" "Tap the map to see the value there and what makes it";
    OnTheMap "地图上的值" "On the map";
    DensityHere "此处的{0}密度" "Density here: {0}";
    WhatMakesIt "由什么构成" "What makes it";
    InAllByShare "共 {0}，按占比" "{0}, by share";
    OthersMake "其余 {0}合占 {1} %" "{0} more make {1} % together";
    WeightIs "权重 {0}" "weight {0}";
    ShareIs "{0} %" "{0} %";
    MadeOf "由 {0}构成" "made of {0}";
    MadeOfNone "{0} m 内没有" "none within {0} m";
    DensityFinding "{0}最密处 {1} {2}" "{0}: densest {1} {2}";
    InsteadOf "没有{0}数据，改看{1}" "No {0} in the data: {1} instead";
    DensityNone "没有{0}可算密度" "No {0} to compute a density of";
    CountCrashes "{0} 起事故" "{0} {0:crash:crashes}";
    CountVenues "{0} 处场所" "{0} venue{s0}";
    CountFacilities "{0} 处危险设施" "{0} hazardous site{s0}";
    CountDangers "{0} 条隐患" "{0} hidden danger{s0}";
    CountPoints "{0} 个点" "{0} point{s0}";

    // Planning: exposure.
    Exposure "暴露" "Exposure";
    ExposureTitle "谁在旁边" "Who is near";
    ExposureNote "距离内的人和敏感场所，各计一次" "People and sensitive sites within the distance, each counted once";
    ExposureOf "对象" "Of";
    Within "距离" "Within";
    ExposureByPeople "{0} 内人数最多：{1}，{3} {2}" "Most people within {0}: {1}, {2} {3}";
    ExposureByVenues "{0} 内公众场所最多：{1}，{2} 处" "Most venues within {0}: {1}, {2}";
    ExposureNone "{1} {0} 内没有公众场所" "{1}: no venue within {0}";
    OfLayer "{0} {1} 处" "{0}: {1}";
    ByPeople "按人数，白天与夜间取较大者" "by people, day or night";
    ByVenues "人数未知，按场所数" "headcounts unknown, by venues";
    SensitiveOf "敏感 {0} / 场所 {1}" "{0} sensitive / {1} venue{s1}";
    WithoutHeadcount "{0} 处人数未知" "{0} without a headcount";
    ByDayIs "白天 {0}" "{0} by day";
    ByNightIs "夜间 {0}" "{0} by night";
    PeopleByDay "白天人数" "People by day";
    PeopleByNight "夜间人数" "People by night";
    PeopleWithin "{0} 内的人数" "People within {0}";
    VenueCountWithin "{0} 内的场所数" "Venues within {0}, counted";
    RankOf "第 {0} 位，共 {1}" "rank {0} of {1}";
    InVenuesByDay "场所，白天" "in venues by day";
    InVenuesByNight "场所，夜间" "in venues by night";
    ResidentsByDay "居民，白天" "residents by day";
    ResidentsByNight "居民，夜间" "residents by night";
    SensitiveSites "敏感场所 / 场所" "Sensitive / all venues";
    HeadcountUnknown "人数未知的场所" "Venues without a headcount";
    UnitPeople "人" "{0:person:people}";
    UnitPeopleDay "人，白天" "by day";
    UnitPeopleNight "人，夜间" "by night";
    UnitVenues "处" "venue{s0}";

    // Planning: levels.
    Levels "等级" "Levels";
    LevelsTitle "四色等级" "Four-colour levels";
    LevelsNote "每个等级都由数据算出，随隐患逐日变动" "Every level is computed from the data and moves with the ledger, day by day";
    LevelsOf "对象" "Of";
    WhichLevel "看哪个等级" "Which level";
    BaseLevel "基础" "Base";
    DynamicLevel "动态" "Dynamic";
    BaseLevelIs "基础等级" "base level";
    DynamicLevelIs "动态等级" "dynamic level";
    Level "等级" "Level";
    Unrated "未评" "Unrated";
    CountPipelines "{0} 条管线" "{0} pipeline{s0}";
    SoManyPlaces "{0} 处" "{0}";
    SoManyLines "{0} 条" "{0}";
    MajorOf "{0}为重大风险" "{0} at major risk";
    MajorRaised "{0}为重大风险，其中 {1}因隐患或事故升级" "{0} at major risk, {1} raised there by dangers or accidents";
    NoneMajor "没有重大风险，{0}为较大" "None at major risk, {0} at high risk";
    NoneHigh "没有重大或较大风险" "None at major or high risk";
    NoneRated "{0}均未评" "{0}, none of them rated";
    NothingToRate "这里没有{0}" "No {0} here";
    UnratedOf "{0}未评" "{0} unrated";
    NoMethod "没有适用的方法" "no method applies";
    OpenOf "{0} 条隐患未销号" "{0} open danger{s0}";
    OverdueOf "{0} 条逾期" "{0} overdue";
    UnratedBetween "未评（{0} 至 {1}）" "unrated ({0} to {1})";
    LacksThese "{0}：缺{1}" "{0}: lacks {1}";
    AndMore "{0}，另 {1} 项" "{0} and {1} more";
    RankedWorst "最严重者在前" "worst first";
    DistrictsTitle "各行政区" "By district";
    WorstPlaces "十处最险" "The ten worst";
    WorstPlacesNote "设施、管线和场所，一个月内变差的在前；右边是受影响人数和升降的级数" "Facilities, pipelines and venues, those that became worse in a month first; at the right the people concerned and the change";
    LevelsOfAll "各级数量" "How many of each level";
    CityMajorMore "全市 {0} 处重大风险，比一个月前多 {1} 处" "{0} place{s0} at major risk, {1} more than a month ago";
    CityMajorFewer "全市 {0} 处重大风险，比一个月前少 {1} 处" "{0} place{s0} at major risk, {1} fewer than a month ago";
    CityMajorSame "全市 {0} 处重大风险，与一个月前相同" "{0} place{s0} at major risk, as many as a month ago";
    CityNoneMajor "没有重大风险，较大风险 {0} 处" "No place at major risk, {0} at high";
    NoneOfAllRated "{0} 处都未评：缺少定级所需的数据" "None of {0} place{s0} is rated: what a level needs is missing";
    NothingRatedYet "没有可以定级的设施、管线和场所" "No facility, pipeline or venue to rate";
    RoseToMajor "{0} 处新升为重大，如{1}" "{0} place{s0} rose to major, such as {1}";
    ComparedWith "{0}，对比 {1}" "{0} against {1}";
    LevelsUp "+{0} 级" "+{0} level{s0}";
    LevelsDown "−{0} 级" "−{0} level{s0}";
    NeverAverage "只看最严重者和数量，从不平均" "the worst and the counts, never an average";
    InNoDistrict "不在任何行政区" "in no district";
    LookAtDistrict "只列 {0}，并移到那里" "List {0} alone, and go there";

    CountDistricts "{0} 个行政区" "{0} district{s0}";
    SoManyDistricts "{0} 个" "{0}";
    DistrictsMajor "{0}有重大风险，按最严重者定级" "{0} with a place at major risk; the worst decides";
    DistrictsMajorRaised "{0}有重大风险，其中 {1}是隐患或事故所致" "{0} with a place at major risk, {1} of them by dangers or accidents";
    DistrictsHigh "没有重大风险，{0}有较大风险" "No place at major risk; {0} with one at high risk";
    WorstShare "{0} {1} 处，占 {2}" "{1} {0}, {2}";
    OfSubjects "共 {0} 处" "of {0} in all";
    NothingInDistrict "没有设施、管线和场所" "no facility, pipeline or venue";
    DistrictsOf "行政区（最严重者）" "Districts (the worst)";

    // Planning: conflicts.
    Conflicts "冲突" "Conflicts";
    ConflictsHead "谁在影响圈内" "Who is inside a ring";
    ConflictsNote "危险设施的影响圈与有人居住、聚集的场所，边界到边界" "Rings of hazards against sites where people live or gather, boundary to boundary";
    HazardKind "危险源类别" "Kind of hazard";
    ConflictsFinding "{0} 处场所在 {1} 处危险设施的影响圈内" "{0} site{s0} inside the rings of {1} hazardous site{s1}";
    ConflictsNone "没有场所在影响圈内" "No site inside any ring";
    ConflictPairs "共 {0} 对" "{0} pair{s0}";
    RingsUnknown "{0} 处的圈未知" "{0} with an unknown ring";
    ConflictsScreening "筛查值，不是安全距离" "screening value, no safety distance";
    PairOf "{0} → {1}" "{0} → {1}";
    Apart "相距 {0}" "{0} apart";
    NoRings "{0} 处设施有影响圈" "{0} facilit{0:y:ies} with rings";
    NoRingsHere "这里没有设施有影响圈：没有爆炸品库，也没有压力容器" "No facility here has a ring: no explosives, no pressure vessels";
    UnknownRings "影响圈未知的设施" "Facilities with an unknown ring";
    UnknownRingsNote "药量或存量未填，半径算不出；圈内有谁不作判断，也没有假定。" "Without a quantity no radius can be computed. Who is inside is not told, and nothing is assumed.";
    RankedByRing "先按圈的等级，再按欠的距离" "by the ring's level, then by how much is short";
    DrawnFirst "画出前 {0} 对，共 {1} 对" "The first {0} of {1} pairs are drawn";

    // Planning: the day of the levels.
    DayOutside "日期要在 {0} 到 {1} 之间" "The day has to be from {0} to {1}";
    CityOn "城市状态" "City as of";
    Day "日期" "Day";
    DayOfLevels "等级的日期：左右键一天，加 Shift 十天" "Day of the levels: arrow keys step a day, with Shift ten";
    FoundByWeek "柱：每周新发现的隐患" "Bars: dangers found by week";
    DayOfData "回到数据日" "Day of the data";

    // Why a place has its level.
    Why "为什么" "Why";
    WhyLevel "为什么是 {0}" "Why {0}";
    WhyUnrated "为什么未评" "Why it is unrated";
    Screening "筛查值，仅供参考" "screening value";
    MethodsApply "适用 {0} 种方法，取最严重者" "{0} method{s0} appl{0:ies:y}, the worst counts";
    Points "得分" "score";
    Decides "由此定级" "decides";
    DayRule "隐患与事故（动态）" "Dangers and accidents (dynamic)";
    OpenDangersTitle "未销号的隐患" "Open dangers";
    NoOpenDangers "这一天没有未销号的隐患。" "No danger is open on this day.";
    DaysOverdue "逾期 {0} 天" "{0} day{s0} overdue";
    DueUnknown "期限未知" "due day unknown";
    ConflictsTitle "影响圈内的场所" "Sites inside the rings";
    ShortBy "{0}，欠 {1}" "{0}, {1} short";
    ShortOf "欠 {0}" "{0} short";
    PeopleUnknown "人数未知" "people unknown";
    RingsTitle "影响圈" "Reach rings";
    LowerTitle "怎样降一级" "What would lower it";
    NothingLowers "没有哪一项单独改变就能降一级。" "No single change brings it down a step.";
    JustUnder "刚低于门槛，不是许可" "just under a threshold: no leave to hold it";
    LowersBase "要降基础等级" "To bring the base down";
    OthersSayTheSame "另有 {0} 种方法给出同一级：只改一项，总的等级还不会降。" "{0} other method{s0} give{0:s:} the same level: one change alone does not bring the whole down.";
    LevelInputs "算等级要的数据" "Inputs of the level";
    MissingThese "缺：{0}。未以估计值代替。" "Missing: {0}. Nothing was guessed.";
    NothingMissing "适用方法要的数据都有。" "All that its methods ask for is known.";
    SeeLevels "在四色等级中看" "See the four-colour levels";

    // Traffic.
    TrafficTitle "哪些路段事故多" "Which sections have the crashes";
    SnapWithin "落路距离" "Snap within";
    SnapIs "落路 {0} m" "snapped within {0} m";
    SectionsOf "{0} 段路，{1} 段有事故" "{0} section{s0}, {1} with a crash";
    CrashesUnsnapped "{0} 起事故，{1} 起未落路" "{0} {0:crash:crashes}, {1} on no road";
    ThirdOfCrashes "{0} 段路占全部事故的三分之一" "{0} section{s0} hold a third of all crashes";
    WorstSection "{0} 每公里 {1} 起，最高" "Most crashes per km: {0}, {1}";
    MostCrashes "事故最多：{0}，{1} 起" "Most crashes: {0}, {1}";
    MostKilled "死亡最多：{0}，{1} 人" "Most people killed: {0}, {1}";
    NobodyKilled "事故中没有人死亡" "Nobody was killed in a crash";
    KilledUnknown "死亡事故均未记死亡人数" "No fatal crash says how many were killed";
    MostEpdo "当量事故最多：{0}，{1}" "Most equivalent crashes: {0}, {1}";
    MostEpdoPerKm "每公里当量事故最高：{0}，{1}" "Most equivalent crashes per km: {0}, {1}";
    NoCrashOnRoads "没有事故落在路上" "No crash lies on a road";
    Settings "设置" "Settings";
    SelectSections "选路段" "Select sections";
    HowToSelect "点选一段，Shift 加选；也可框选或套索：取所触及的每一段，整段计入。" "Click one, Shift adds; or draw a box or a lasso: it takes every section it touches, whole.";
    TouchToSelect "点一段只选它；框选、套索可选多段：取所触及的每一段，整段计入。" "Tap a section to select it alone; a box or a lasso takes every section it touches, whole.";
    BoxTool "框选" "Box";
    LassoTool "套索" "Lasso";
    SectionRanking "路段排名" "Road sections ranked";
    SectionsSelected "已选 {0} 段" "{0} section{s0} selected";
    SelectedSections "所选路段" "Selected sections";
    SelectionNote "{0} 段 · 共 {1}" "{0} section{s0} · {1} in all";
    ClearSelection "清除" "Clear";
    TakeOut "从所选中去掉" "Take out of the selection";
    ShortSection "过短" "short";
    Rank "名次" "Rank";
    Road "道路" "Road";
    RoadClass "等级" "Class";
    Length "长度" "Length";
    Crashes "事故" "Crashes";
    FatalCrashes "死亡事故" "Fatal";
    InjuryCrashes "伤人事故" "Injury";
    DamageCrashes "财损事故" "Damage";
    CrashUnit "起" "crashes";
    Deaths "死亡" "Killed";
    PersonUnit "人" "people";
    UnitKilled "人死亡" "killed";
    UnitCrashes "起" "{0:crash:crashes}";
    Epdo "当量事故" "EPDO";
    EpdoWeights "8 / 3 / 1" "8 / 3 / 1";
    Rate "每公里" "Rate";
    PerKm "起/km" "per km";
    SortPerKm "每公里事故" "Crashes per km";
    SortCrashes "事故数" "Crashes";
    SortDeaths "死亡人数" "People killed";
    SortEpdo "当量事故" "EPDO";
    SortEpdoPerKm "每公里当量事故" "EPDO per km";
    EpdoRate "当量/km" "EPDO/km";
    EachKm "每公里" "per km";
    RateYear "每公里每年" "Rate by year";
    CrashesPerKm "起/km" "crashes per km";
    CrashesPerKmYear "起/(km·年)" "crashes per km and year";
    SortByThis "按此列从高到低排" "Rank by this column, highest first";

    // Fire.
    FireTitle "先看哪些场所" "Which venues to look at first";
    StraightLineNote "到消防站和消火栓为直线距离" "Distances to station and hydrant are straight lines";
    StraightLine "直线距离" "straight line";
    Kinds "场所类别" "Kinds of venue";
    MoreKinds "更多 {0} 类" "{0} more kinds";
    Fewer "收起" "Fewer";
    AllKinds "全部类别" "All kinds";
    WorryChip "重点类别" "Kinds that worry most";
    District "行政区" "District";
    WholeCity "全市" "Whole city";
    SortBy "排序" "Rank by";
    SortPeople "人数" "People";
    SortFloors "层数" "Floors";
    SortStation "离消防站" "Distance to station";
    SortHydrant "离消火栓" "Distance to hydrant";
    CrewTitle "出警先看" "For the crew";
    StraightTo "直线 {0}" "{0} straight";
    VenuesPass "{0} 处场所" "{0} venue{s0}";
    WorryCount "重点类别 {0} 处" "{0} of the kinds that worry most";
    MostPeople "人最多：{0}，{1} 人" "Most people: {0}, {1}";
    MostFloors "最高：{0}，{1} 层" "Most floors: {0}, {1}";
    FarthestStation "离消防站最远：{0}，直线 {1}" "Farthest from a station: {0}, {1} straight";
    FarthestHydrant "离消火栓最远：{0}，直线 {1}" "Farthest from a hydrant: {0}, {1} straight";
    PeopleIs "{0} 人" "{0} {0:person:people}";
    FloorsIs "{0} 层" "{0} floor{s0}";
    UnitFloors "层" "floor{s0}";
    StationAt "站 {0}" "stn {0}";
    HydrantAt "栓 {0}" "hyd {0}";
    NoVenues "没有同时满足条件的场所" "No venue passes all filters";
    DropKinds "不限类别，会有 {0} 处" "Any kind: {0}";
    DropDistrict "不限行政区" "Any district";

    // The ledger.
    LedgerTitle "谁该办，谁逾期" "Who must act, what is late";
    LedgerFinding "逾期 {0} 条，虚假销号 {1} 条" "{0} overdue, {1} falsely closed";
    LedgerFindingMost "逾期 {0} 条，虚假销号 {1} 条；逾期最多：{2}，{3} 条" "{0} overdue, {1} falsely closed; most overdue: {2}, {3}";
    LedgerNoneOverdue "没有逾期，虚假销号 {0} 条" "None overdue, {0} falsely closed";
    LedgerListed "列出 {0} 条" "{0} listed";
    LedgerUnplaced "{0} 条没有位置，只在表里" "{0} without a place, in the table only";
    AsOf "截至 {0}" "as of {0}";
    NeverInspected "没有检查记录的设施和场所 {0} 处" "Sites and venues with no inspection on record: {0}";
    NeverInspectedIn "本轮专项没有检查记录的设施和场所 {0} 处" "Sites and venues with no inspection on record in this campaign: {0}";
    ShowUnchecked "列出并在图上看" "List them, and on the map";
    HideUnchecked "收起" "Hide them";
    UncheckedTitle "没有检查记录的设施和场所" "No inspection on record";
    UncheckedNone "都检查过" "All have been inspected";
    UncheckedUnplaced "{0} 处没有位置，不在图上" "{0} without a place are not on the map";
    UncheckedSplit "设施 {0}，场所 {1}" "{0} facilit{0:y:ies}, {1} venue{s1}";
    LegendUnchecked "没有检查记录" "no inspection on record";
    LegendUncheckedFacilities "没有检查记录的设施" "facilities with no inspection on record";
    LegendUncheckedVenues "没有检查记录的场所" "venues with no inspection on record";
    SaveUnchecked "导出 CSV（没有检查记录）" "Export CSV (no inspection on record)";
    LeaderUnknown "包联领导未注明" "no leader named";
    Department "主管部门" "Department";
    Enterprise "单位" "Enterprise";
    OpenDanger "打开隐患 {0}" "Open danger {0}";
    Groups "分组" "Groups";
    GroupAll "全部" "All";
    GroupOpen "未销号" "Open";
    GroupOverdue "逾期" "Overdue";
    GroupUnsigned "缺签字" "Signature missing";
    GroupFalse "虚假销号" "Falsely closed";
    GroupSupervised "挂牌督办" "Supervised";
    GroupFaulty "记录有误" "Faulty record";
    Sector "行业" "Sector";
    Leader "属地领导" "Territory leader";
    Campaign "专项" "Campaign";
    Grade "隐患等级" "Danger level";
    State "状态" "State";
    AnyChoice "不限" "Any";
    ClearFilters "清除筛选" "Clear filters";
    DropGroup "不限分组，会有 {0} 条" "Any group: {0}";
    NoDangers "没有同时满足条件的隐患" "No danger passes all filters";
    Responsibility "责任表" "Responsibility";
    ResponsibilityChain "领导 → 区县 → 部门 → 单位" "leader → district → department → enterprise";
    WhoAnswers "责任人" "Who answers";
    OpenShort "未销" "Open";
    FalseShort "虚假" "False";
    NeverShort "无检查" "Unchecked";
    ResponsibilityCounts "{0}：设施和场所 {1} 处，没有检查记录 {2}；未销号 {3} 条，其中重大 {4}；逾期 {5}；虚假销号 {6}" "{0}: sites and venues {1}, no inspection on record {2}; open {3}, major among them {4}; overdue {5}; falsely closed {6}";
    NotStated "未注明" "not stated";
    ShowBelow "展开或收起下级：{0}" "Unfold or fold what is below {0}";
    LedgerTable "隐患清单" "List of dangers";
    DangerId "编号" "Id";
    DangerWhat "隐患" "Hidden danger";
    Target "对象" "Where";
    TargetMissing "对象不在数据里" "not in the data";
    DueOn "期限" "Due";
    DueAtFirst "原期限" "Due at first";
    FoundOn "发现" "Found";
    DaysLate "逾期天数" "Days late";
    LateBy "逾期 {0} 天" "{0} day{s0} late";
    Signatures "签字" "Signed";
    NextAct "下一步" "Next";
    NobodyNext "无须再办" "nothing to do";
    MarkInspector "检" "I";
    MarkOwner "企" "O";
    MarkLeader "属" "L";
    SignerInspector "检查人" "Inspector";
    SignerOwner "企业负责人" "Owner";
    SignerLeader "属地领导" "Territory leader";
    SignedIs "{0}已签" "{0} signed";
    SignedNot "{0}未签" "{0} not signed";
    SignedEarly "{0}越序签字" "{0} signed out of order";
    Waiting "待签" "not signed yet";
    OutOfOrder "越序" "out of order";
    SignatureChain "三方签字" "Three signatures";
    SignatureOrder "依次，不可越序" "in this order";
    WhatHappened "经过" "What happened";
    EventCount "{0} 条" "{0} event{s0}";
    WhyFalse "为何算虚假销号" "Why the closing counts as false";
    OthersThere "同一对象的其他隐患" "Other dangers at the same place";
    SaveLedger "导出 CSV（所列隐患）" "Export CSV (listed dangers)";
    LegendDangers "隐患所在" "Where the dangers are";
    LegendLate "有逾期" "overdue";
    LegendInTime "未逾期" "not overdue";
    DangersThere "{0} ×{1}" "{0} ×{1}";
    BurnDown "存量与增量" "Stock and inflow";
    BurnDownFinding "开始时存量 {0} 条，期间新增 {1} 条；到 {2} 还剩 {3} 条" "{0} open when it began, {1} found since; {3} left on {2}";
    Stock "存量" "Stock";
    Inflow "增量" "Inflow";
    StockIs "存量 {0}" "Stock {0}";
    InflowIs "增量 {0}" "Inflow {0}";
    Cleared "其间销号" "Cleared since";
    LeftOver "剩余" "Left";
    AsTable "表格" "Table";
    BySector "按行业" "By sector";
    ChooseCampaign "选一个专项，看存量和增量逐日消化" "Choose a campaign to see how its stock and inflow are cleared";

    // The map.
    Map "地图" "Map";
    Legend "图例" "Legend";
    IsolateClass "点按只看这一级，Shift 加看" "Click to show this class alone, Shift adds";
    Symbols "符号" "Symbols";
    CountAll "全市数量" "in the city";
    CountPassing "筛选后数量" "that pass the filters";
    OfWholeCity "{0}（全市）" "{0} (whole city)";
    WorryKinds "重点类别场所" "Kinds that worry most";
    OtherVenues "其他场所" "Other venues";
    FireStations "消防站" "Fire stations";
    Hydrants "消火栓" "Hydrants";
    DryHydrants "干栓" "Dry hydrants";
    SeenCloser "{0}（放大后可见）" "{0} (zoom in to see)";
    FineBandwidth "带宽 {0} 在此只有 {1} 像素宽：小热区画成点，放大看形状" "{0} is {1} px here: small hot spots are drawn as dots; zoom in for their shape";
    CoarseCells "范围太大，网格只能到 {0}：图上偏粗，点一下处的值仍精确" "So wide that cells are {0}: drawn coarsely; the value at a clicked place is exact";
    NoneNear "范围内没有" "none near";
    NoCrash "无事故" "no crash";
    CrashNobodyKilled "有事故，无人死亡" "crashes, nobody killed";
    CrashKilledUnknown "死亡人数未知" "number killed unknown";
    TooShort "不足 50 m，不分级" "under 50 m, in no class";
    ZoomIn "放大" "Zoom in";
    ZoomOut "缩小" "Zoom out";
    NorthUp "正北" "North up";
    ScaleBar "比例尺" "Scale bar";
    FictionalNote "城市、名称与数值均为虚构" "City, names and figures are fictional";
    CityHolds "{0}：{1} 个对象" "{0}: {1} object{s1}";
    EmptyView "视野内没有所开图层的对象" "None of the layers that are on lies in view";
    Computing "正在计算" "Computing";
    Reading "正在读取数据" "Reading data";
    ReadingCity "正在读取 {0}" "Reading {0}";
    Cancel "取消" "Cancel";

    // The inspector.
    HowComputed "怎么算的" "How this was computed";
    Quantity "量" "Figure";
    Value "值" "Value";
    Source "来源" "Source";
    LayerRows "{0}，{1} 行" "{0}, {1} row{s1}";
    SetHere "本页设定" "set here";
    FromBefore "由上面算出" "computed above";
    TwoSources "两源" "two sources";
    Checked "已核" "checked";
    Derived "推算" "derived";
    OurRule "本项目规则" "our rule";
    Unverified "未核" "unverified";
    WhatWasUnknown "未知的" "What was unknown";
    Assumptions "前提与适用范围" "Assumptions and limits";
    Attributes "属性" "Attributes";
    UnknownFields "{0} 项未知" "{0} unknown";
    Provenance "出处" "Where it was read";
    ReadFrom "文件与行" "File and row";
    PositionBefore "原坐标" "Position before";
    SystemBefore "原坐标系" "System before";
    Assumed "读入时的假定" "Assumed on reading";
    ShowOnMap "在地图上看" "Show on the map";
    LookWithin "周边范围" "Look within";
    VenuesWithin "{0} 内的公众场所" "Venues within {0}";
    LinesWithin "{0} 内的管线和运输路线" "Pipelines and transport routes within {0}";
    NoLinesNear "范围内没有管线或运输路线。" "No pipeline or transport route within this distance.";
    FacilitiesWithin "{0} 内的危险设施" "Hazardous sites within {0}";
    HydrantsWithin "{0} 内的消火栓" "Hydrants within {0}";
    NearestStations "最近的消防站" "Nearest fire stations";
    InAll "共 {0} 处" "{0} in all";
    PeopleKnown "{0} 人（{1} 处已知）" "{0} {0:person:people} ({1} known)";
    DryAmong "共 {0} 处，{1} 处干栓" "{0} in all, {1} dry";
    Dry "干栓" "dry";
    NearestOne "最近一处" "the nearest";
    NoVenuesNear "范围内没有公众场所。" "No venue within this distance.";
    NoFacilitiesNear "范围内没有危险设施。" "No hazardous site within this distance.";
    NoStations "数据集没有消防站。" "The dataset has no fire station.";
    NoHydrants "数据集没有消火栓。" "The dataset has no hydrant.";

    // Opening and reading.
    OpenDataset "打开数据集" "Open a dataset";
    OpenDatasetHow "选一个含 city.json 的文件夹，或一个 zip；表格、PBF 等外来格式要和计划文件一起选。" "Pick a folder with a city.json, or a zip; foreign formats (workbooks, PBF) need their plan file beside them.";
    OpenFolder "打开文件夹" "Open folder";
    OpenFiles "打开 zip 或文件" "Open zip or files";
    OrDrop "也可以把文件拖到页面任何地方。" "Or drop files anywhere on the page.";
    DropHere "松开即打开" "Drop to open";
    LocalOnly "数据只在这台机器上读取和计算，不上传。" "Data is read and computed on this machine; nothing is uploaded.";
    NoCityOpen "还没有打开数据" "No data is open";
    NotReadTitle "数据状况" "State of the data";
    DataOf "数据" "Data";
    DataDay "数据日期" "Day of the data";
    KnownShare "方法要用的值，已知" "Of what methods ask for, known";
    Sources "来源" "Sources";
    SourceFetched "取于 {0}" "fetched {0}";
    Programs "程序" "Program";
    ProgramsAre "riskmap {0}，消息格式 {1}" "riskmap {0}, message format {1}";
    Methods "方法说明" "Methods";
    Method "方法" "Method";
    AboutMethod "这个方法：问题、来源、何时不用" "This method: its question, sources, when not to use it";
    MethodsNotRead "方法说明没有读到：{0}。" "The methods' text was not read: {0}.";
    ReadSum "读 {0} 行 = 用 {1} + 合并 {2} + 跳过 {3} + 未读入 {4}" "Read {0} = kept {1} + merged {2} + skipped {3} + rejected {4}";
    Read "读" "Read";
    Kept "用" "Kept";
    Merged "合并" "Merged";
    Skipped "跳过" "Skipped";
    Rejected "未读入" "Rejected";
    NoticedTitle "发现但没有改动的" "Noticed, not corrected";
    RowNumber "第 {0} 行" "row {0}";
    File "文件" "File";
    Row "行" "Row";
    Field "列" "Field";
    Found "读到的" "Found";
    Expected "应为" "Expected";
    SaveNotRead "下载未读入的行" "Download rejected rows";

    // Trouble.
    Dismiss "知道了" "Dismiss";
    NotOpened "没有打开：{0}。原来的数据还在。" "Not opened: {0}. What was open stays open.";
    NeedsImporter "没有打开：这里有不能直接读的格式或坐标系，先用 riskmap import 转换。" "Not opened: it holds formats or coordinate systems that are not read directly; convert it with riskmap import first.";
    NotThere "数据里没有 {0}。" "The data has no {0}.";
    BadParameter "{0} 为 {1}，应为 {2}。" "{0} is {1}; it must be {2}.";
    RestartedWithData "计算引擎停止于：{0}。已重新启动，数据已重新载入。（{1}）" "The engine stopped while: {0}. It was started again and the data reloaded. ({1})";
    RestartedWithoutData "计算引擎停止于：{0}。已重新启动，请重新打开数据。（{1}）" "The engine stopped while: {0}. It was started again; please open the data again. ({1})";
    NoEngine "计算引擎不能启动：{0}。刷新页面可再试。" "The engine does not start: {0}. Reload the page to try again.";
    NotSaved "文件没有存下：{0}。" "The file was not saved: {0}.";
    MapFailed "地图有一处没有画出：{0}。" "The map could not draw something: {0}.";
    MapLost "显卡收回了地图，正在恢复。" "The graphics card gave the map up; it is being restored.";

    // The tour.
    Tour "两分钟导览" "Two-minute tour";
    TourOffer "第一次来？两分钟走一遍五个工作台。" "New here? Two minutes through the five workbenches.";
    TourOverview "总览：全市最险的十处，一个月内变差的在前。点一处，右边说它为什么是这一级。" "Overview: the ten worst of the city, those that became worse in a month first. Click one, and the right side says why it has its level.";
    TourLevels "规划：每个颜色都由数据算出，右边列出方法、公式、来源和缺什么。下面的滑块把全市退回任何一天。" "Planning: every colour is computed from data; the right side names method, formula, source and what is missing. The slider below shows the city on any day.";
    TourDensity "密度图有单位。点地图上一处，右边说那里的值由哪些事故构成。" "A density has units. Click the map, and the right side says which crashes make the value there.";
    TourTraffic "交警：点选、框选或套索选路段，选中的合计、清单和 CSV 随选随有。" "Traffic: select road sections by click, box or lasso; their totals, list and CSV follow.";
    TourFire "消防：场所按人数、楼层、离消防站和水源的距离排队；点一处，先看出动要知道的。" "Fire: venues ranked by people, floors, and the way to a station and to water; click one and see first what a crew needs.";
    TourLedger "隐患台账：逾期、缺签字、虚假销号各多少，归谁管；点一条看签字链。" "Ledger: what is overdue, unsigned or falsely closed, and who answers for it; click one and see its chain of signatures.";
    TourEnd "Ctrl K 搜名称、拼音、编号、坐标和命令；按 ? 看全部按键和方法说明。数据不离开这台机器。" "Ctrl K finds names, ids, positions and commands; ? lists all keys and the methods. No data leaves this machine.";
    TourBegin "开始" "Begin";
    TourNext "下一站" "Next";
    TourBack "上一站" "Back";
    TourDone "完" "Done";
    TourSkip "不看了" "Skip the tour";

    // Keys.
    KeySearch "搜索" "Search";
    KeyMap "焦点移到地图" "Focus the map";
    KeyPan "在地图上：平移" "On the map: pan";
    KeyZoom "在地图上：缩放" "On the map: zoom";
    KeyRows "在列表和表格里：上下走" "In lists and tables: walk the rows";
    KeyEnter "在列表里：选中并飞到那里" "In lists: select and fly there";
    KeyShift "点选或画选时：加选；Alt 去掉" "With a click or drawing: add; Alt takes out";
    KeyEscape "退出绘制，再取消选中" "Leave drawing, then the selection";

    // The print sheet, and what is taken along.
    PrintSheet "打印单页" "Print sheet";
    PrintNow "打印" "Print";
    Preview "预览" "Preview";
    SavePicture "存为图片" "Save as picture";
    SavePage "存为单个网页" "Save as one page";
    PaperSize "纸张" "Paper";
    PaperA4 "A4" "A4";
    PaperA3 "A3" "A3";
    PaperTurn "方向" "Orientation";
    PaperPortrait "纵向" "Portrait";
    PaperLandscape "横向" "Landscape";
    ListLength "列表长度" "Length of lists";
    ListHead "前 30 行" "First 30 rows";
    ListWhole "全部" "All rows";
    SheetDrawing "正在画要打印的地图…" "Drawing the map for print…";
    SheetReady "{0} 页 · 地图 {1} dpi" "{0} page{s0} · map {1} dpi";
    SheetPages "{0} 页" "{0} page{s0}";
    SheetNoMap "这里没有地图：{0}。表格和文字不受影响。" "No map here: {0}. Tables and texts are whole.";
    SheetNoPicture "浏览器画不出地图" "the browser cannot draw it";
    SheetData "数据 {0}" "Data {0}";
    SheetPrinted "打印 {0}" "Printed {0}";
    SheetMethod "方法：{0}" "Method: {0}";
    SheetScale "{0}（{1}）" "{0} ({1})";
    SheetNorth "北" "N";
    SheetInFrame "图内" "in the frame";
    SheetRows "{0} 行" "{0} row{s0}";
    SheetRowsOf "列出前 {0} 行，共 {1} 行" "The first {0} of {1}";
    SheetSources "来源与限制" "Sources and restrictions";
    SheetRestricted "含不公开的图层：{0}。只给有权看的人。" "Holds layers that are not public: {0}. For those alone who may see them.";
    SheetScreening "所有数字仅供筛查，不作设计或执法的依据。" "All figures are for screening, not for design or enforcement.";
    SheetRetrieved "{0}（取得于 {1}）" "{0} (retrieved {1})";
    SheetReason "理由" "Reason";
    SheetChange "一个月变化" "In a month";
    SheetPeople "人数" "People";
    SheetName "名称" "Name";
    SheetKind "类别" "Kind";
    SheetDistance "距离" "Distance";
    SheetFloors "层数" "Floors";
    SheetStation "最近消防站" "Nearest station";
    SheetHydrant "最近消火栓" "Nearest hydrant";
    SheetSource "危险源" "Hazard";
    SheetSite "圈内场所" "Site in the ring";
    SheetShort "欠" "Short by";
    SheetShare "占比" "Share";
    SheetSum "合计" "Sum";
    SheetUnknownFields "未知：{0}" "Unknown: {0}";
    SheetOnlyFictional "城市、名称和数值都是虚构的。" "City, names and values are invented.";
    SheetSaved "已存下 {0}" "Saved {0}";
}
