//! Words of a layer's table.

macro_rules! rows {
    ($next:ident $($rest:ident)*; $($before:tt)*) => { $next! { $($rest)*; $($before)*
        TableOf "{0}表格" "Table: {0}";
        TableOfLayer "打开或关闭图层表格" "Open or close a layer's table";
        TableLayer "图层" "Layer";
        WhichRows "哪些行" "Which rows";
        RowsOfCity "全市" "Whole city";
        RowsInView "视野内" "In view";
        RowsInArea "所选区域内" "In the selected area";
        RowsOf "{0} / {1} 行" "{0} / {1} row{s1}";
        SearchRows "在表格中查找" "Search the table";
        Columns "列" "Columns";
        ColumnsHint "数字是有值的行数" "The number says in how many rows a column is filled";
        SortHint "点一下按此列排序，再点反序，再点取消；按住 Shift 追加一级" "Click to sort, again to turn round, again to stop; Shift adds a further key";
        RecordsAre "{0} 条" "{0} record{s0}";
        NoRows "没有符合的行" "No row fits";
        SearchedText "查找词" "Search";
        WorkbenchFilter "工作台的筛选" "The workbench's filters";
        DropFilter "去掉“{0}”，会有 {1} 条" "Without “{0}”: {1}";
        ListedAs "按筛选：{0}" "As filtered: {0}";
        ListedAlone "只看工作台所列" "Only what the workbench lists";
        WholeLayer "点一下看全部图层" "Click to see the whole layer";
        InConflict "在影响圈冲突中" "In a ring conflict";
        WithCrash "有事故的路段" "Sections with a crash";
        TakeTable "带走" "Take along";
        CopyRows "复制为文本" "Copy as text";
        RowsCopied "已复制 {0} 行，可直接粘贴到电子表格" "{0} row{s0} copied; paste them into a spreadsheet";
        RowsNotCopied "浏览器没有允许复制" "The browser did not allow copying";
        SaveXlsx "导出 XLSX" "Export XLSX";
        SaveGeoJson "导出 GeoJSON" "Export GeoJSON";
    } };
}
