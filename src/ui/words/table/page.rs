//! Words of the page: its bar, its panels, the map, opening and reading, trouble, the tour, keys.

macro_rules! page {
    ($next:ident $($rest:ident)*; $($before:tt)*) => { $next! { $($rest)*; $($before)*
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
        CirclesCount "带数字的圆：这里有这么多处，放大后分开。" "A circle with a number: so many here; they come apart closer by.";
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
        KeyInspector "焦点移到详情的标题" "Focus the inspector's heading";
        KeyPan "在地图上：平移" "On the map: pan";
        KeyZoom "在地图上：缩放" "On the map: zoom";
        KeyRows "在列表和表格里：上下走" "In lists and tables: walk the rows";
        KeyEnter "在列表里：选中并飞到那里" "In lists: select and fly there";
        KeyShift "点选或画选时：加选；Alt 去掉" "With a click or drawing: add; Alt takes out";
        Views "我的视图" "My views";
        ViewName "给当前视图起个名字" "A name for the present view";
        KeepView "保存" "Keep";
        ViewNotKept "没有保存：名字是空的，已存满 60 个，或浏览器不允许保存。" "Not kept: the name is empty, 60 are kept already, or the browser keeps nothing.";
        NoViews "还没有保存的视图。视图记住工作台、筛选、选择和地图位置。" "None kept yet. A view remembers workbench, filters, selection and where the map looks.";
        ForgetView "删除“{0}”" "Forget “{0}”";
        StartsIn "打开页面时看" "The page starts in";
        KeptHere "只存在这个浏览器里：地点和参数，没有数据。清除浏览器数据会一并清除；要长期保留或给别人，请复制链接。" "Kept in this browser alone: place and parameters, no data. Clearing the browser's data clears it; to keep it for long or to pass it on, copy the link.";
        Undo "撤销上一步（工作台、筛选、选择、区域）" "Undo the last step (workbench, filter, selection, area)";
        Redo "重做" "Redo";
        Undone "已撤销（Ctrl Y 重做）" "Undone (Ctrl Y does it again)";
        Redone "已重做" "Done again";
        NothingToUndo "没有可撤销的步骤" "Nothing to undo";
        NothingToRedo "没有可重做的步骤" "Nothing to do again";
        SelectionCleared "已取消选中（Ctrl Z 恢复）" "Selection cleared (Ctrl Z brings it back)";
        KeyEscape "退出绘制，再取消选中" "Leave drawing, then the selection";
    } };
}
