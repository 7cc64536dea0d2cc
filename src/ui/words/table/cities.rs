//! Words of the reader's own datasets: copies that this browser keeps.

macro_rules! cities {
    ($next:ident $($rest:ident)*; $($before:tt)*) => { $next! { $($rest)*; $($before)*
        CopyAsk "“{0}”只在内存里，刷新页面就没有了。要在这个浏览器里留一份吗？" "“{0}” is in memory only: a reload forgets it. Keep a copy in this browser?";
        KeepCopy "留一份" "Keep a copy";
        NotNow "不用" "Not now";
        KeepingCopy "正在留存……" "Keeping a copy …";
        CopyTablesLeftOut "留存中另加的 {0} 个自有表不参与对比" "The copy’s own tables ({0}) are left out of the comparison";
        CopyKept "已留存“{0}”（{1}），再打开页面时自动恢复" "A copy of “{0}” is kept ({1}); the page opens with it again";
        Copies "留在这个浏览器里的数据" "Kept in this browser";
        CopyFacts "数据截至 {0} · 留存于 {1} · {2}" "data to {0} · kept {1} · {2}";
        OpenNow "已打开" "open now";
        ForgetCopy "删除留存的“{0}”" "Forget the copy of “{0}”";
        CopyForgotten "已删除留存的“{0}”" "The copy of “{0}” is forgotten";
        CopyIsNoSave "留存只是缓存，清除浏览器数据时会一并删除；存档是您自己的文件。多人共用的电脑上请不要留存受限数据。" "A copy is a cache: clearing the browser's data removes it, and your own files are the save. Keep no restricted data on a machine that others use.";
        ServedData "本页自带的数据" "The data this page came with";
        NotKept "没有留存：{0}" "No copy was kept: {0}";
        CopyNotRead "留存的数据读不出来，已打开本页自带的数据：{0}" "The kept copy could not be read, so the page's own data is open: {0}";
        Changes "与以前的数据相比" "What changed since earlier data";
        CompareWith "与以前的数据比较……" "Compare with earlier data …";
        CompareThis "与现在打开的比较" "Compare with what is open";
        CompareHow "选一份以前的数据（文件夹或 zip），按图层和编号逐行比较；当前数据保持打开。" "Choose an earlier dataset, a folder or a zip. Rows are compared by layer and id; what is open stays open.";
        Comparing "正在比较……" "Comparing …";
        ChangesFromTo "{0}（截至 {1}）→ {2}（截至 {3}）" "{0}, data to {1} → {2}, data to {3}";
        DataSame "两份数据没有差别。" "The two datasets do not differ.";
        ChangesSum "{0} 行有变化：新增 {1}，不再有 {2}，位置变动 {3}，取值变动 {4}；等级升高 {5}，降低 {6}。" "{0} row{s0} changed: {1} added, {2} gone, {3} moved, {4} with other values; the level became worse for {5}, better for {6}.";
        ChangesRests "等级各按本份数据的日期计算；同一图层同一编号算同一行，没有编号的行内容一变就算一减一增。" "Each level is on the day of its own data. A row is the same where layer and id are; one without an id counts as gone and added when anything in it changes.";
        OtherCity "两份数据的城市不同：{0}、{1}。" "The two are of different cities: {0}, {1}.";
        NoCommonId "{0}：没有一个编号相同，可能重新编过号，增减数不可信。" "{0}: no id is in both; they were probably given anew, so that gone and added say little.";
        RowsBefore "以前" "before";
        RowsAfter "现在" "now";
        ChangesAdded "新增" "added";
        ChangesGone "不再有" "gone";
        ChangesMoved "变动位置" "moved";
        ChangesAltered "变动取值" "other values";
        ChangesWorse "等级升高" "worse";
        ChangesBetter "等级降低" "better";
        RowAdded "新增" "added";
        RowGone "不再有" "no longer there";
        Moved "移动 {0}" "moved by {0}";
        Redrawn "重新绘制" "drawn otherwise";
        ValueWasIs "{0}：{1} → {2}" "{0}: {1} → {2}";
        SaveChanges "导出 CSV（全部变化）" "Export CSV (every difference)";
    } };
}
