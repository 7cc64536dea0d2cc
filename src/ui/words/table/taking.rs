//! Words of the print sheet, and what is taken along.

macro_rules! taking {
    ($next:ident $($rest:ident)*; $($before:tt)*) => { $next! { $($rest)*; $($before)*
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
        KeyDraw "绘制时：在地图中心放一点，结束，退一点" "While drawing: a corner in the map's middle, end, one corner back";
    } };
}
