//! Words of corrections made by hand.

macro_rules! correct {
    ($next:ident $($rest:ident)*; $($before:tt)*) => { $next! { $($rest)*; $($before)*
        Correct "更正…" "Correct…";
        CorrectOne "更正：{0}" "Correct: {0}";
        CorrectTitle "更正地图上的错误" "Correct what is wrong on the map";
        CorrectWhat "哪里不对" "What is wrong";
        CorrectValue "数值" "A value";
        CorrectPosition "位置" "Its place";
        CorrectSame "重复" "It is there twice";
        CorrectGone "不存在" "It is not there";
        CorrectField "字段" "Field";
        CorrectNow "现为：{0}" "Now: {0}";
        CorrectTo "应为" "It should be";
        CorrectRange "{0} 至 {1}" "{0} to {1}";
        CorrectCrowded "超过其核定容量 {0} 人，请核对。" "More than it may hold ({0}), please check.";
        CorrectListHow "JSON，或 键：值；键：值" "JSON, or key:value;key:value";
        CorrectUnknown "（未知）" "(unknown)";
        CorrectPlaceNow "现在的位置（{0}）：{1}" "Now at ({0}): {1}";
        CorrectPick "在地图上点出位置" "Click the place on the map";
        CorrectPicking "在地图上点出“{0}”的正确位置" "Click where “{0}” really is";
        CorrectType "或输入经度, 纬度（{0}）" "or type longitude, latitude ({0})";
        CorrectNoPosition "读不出位置" "That is no position";
        CorrectMoves "移到 {0}，距现在的位置 {1} {2}" "Moves to {0}, {1} {2} from where it is";
        CorrectSameAs "与哪一个相同（{0} m 内，近的在前）" "The same as which (within {0} m, nearest first)";
        CorrectNoneNear "{0} m 内没有同类图层的另一处。" "Nothing else of its layer lies within {0} m.";
        CorrectStays "留下哪一个" "Which one stays";
        CorrectThisStays "留下：{0}" "Keep: {0}";
        CorrectSameHow "留下的保持原值，缺的从另一个取；指向另一个的隐患和检查转到留下的。" "The one that stays keeps its values and takes what it lacks from the other; dangers and inspections of the other become its own.";
        CorrectKinds "两者类别不同，请核对：{0}，{1}。" "Their kinds differ, please check: {0}, {1}.";
        CorrectGoneHow "它会从地图上移除，不再计入任何数字。原始文件不变，可以随时撤销。" "It is removed from the map and counts in no figure any more. The file stays as it is; this can be taken back.";
        CorrectReason "理由（必填）" "Reason (required)";
        CorrectReasonHow "如：现场核对，门牌在路北" "for example: seen on site, it is north of the road";
        CorrectWho "更正人（可不填）" "Who says so (optional)";
        CorrectApply "应用更正" "Apply";
        CorrectKeep "更正只在本页内，关闭后丢失；下载更正文件或另存数据集才算保存。数据不会离开本机。" "Corrections are on this page alone and are lost when it is closed: the file you download is what is saved. Nothing leaves this machine.";
        CorrectNoReason "还没有写理由。" "The reason is missing.";
        CorrectDone "已更正（Ctrl Z 撤销）。全部更正见图层下方。" "Corrected (Ctrl Z takes it back). All corrections are listed below the layers.";
        CorrectedByHand "手工更正" "Corrected by hand";
        CorrectedTag "已更正" "corrected";
        CorrectTook "从并入的一条取得：{0}" "Taken from the one merged into it: {0}";
        CorrectUndo "撤销" "Take back";
        CorrectUndone "更正已撤销" "The correction was taken back";
        CorrectUndoneRedo "更正已撤销（Ctrl Y 重做）" "The correction was taken back (Ctrl Y applies it again)";
        Corrections "更正" "Corrections";
        CorrectionsCount "{0} 条更正" "{0} correction{s0}";
        CorrectionsNone "还没有更正。选中地图上的一处，点“更正…”。" "There are none yet. Select something on the map and choose “Correct…”.";
        CorrectionsSum "{0} 条更正：{1} 条已应用，{2} 条不再适用，{3} 条无法读取" "{0} correction{s0}: {1} applied, {2} no longer fit, {3} malformed";
        CorrectionApplied "已应用" "applied";
        CorrectionUnfit "不再适用" "no longer fits";
        CorrectionRejected "无法读取" "malformed";
        CorrectionFound "现在是：{0}" "Found now: {0}";
        CorrectionsList "查看更正" "See corrections";
        CorrectionsSave "下载更正文件" "Download the file of corrections";
        CorrectionsOpen "打开更正文件…" "Open a file of corrections…";
        CorrectionsUnsaved "有未保存的更正。" "There are corrections that are not saved.";
    } };
}
