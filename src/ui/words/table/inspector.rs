//! Words of the inspector.

macro_rules! inspector {
    ($next:ident $($rest:ident)*; $($before:tt)*) => { $next! { $($rest)*; $($before)*
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
        ShareOfFields "这一图层的字段中已填的比例" "Share of the layer's fields that are filled in here";
        ShareOfSteps "上面各步要用的数值中已知的比例" "Share of what the steps above ask for that is known";
        ShareRated "能定级的比例，其余未评" "Share that could be rated; the rest are unrated";
        ShareWithPeople "有人数记录的场所所占比例" "Share of the venues that say how many people they hold";
        ShareWithPeopleAndFloors "场所的人数与层数中已知的比例" "Share of the venues' headcounts and floors that are known";
        ShareOnRoads "落到路段上的事故所占比例" "Share of the crashes that lie on a section";
        ShareWithRings "影响圈半径已知的设施所占比例" "Share of the facilities with rings whose reach is known";
        ShareWithWeight "有权重值、因此计入的点所占比例" "Share of the points that have a weight and so count";
        ShareOfRecord "判断这条隐患要用的五项（对象、类别、发现日期、期限、方案）中已知的比例" "Share known of the five things that decide on it: where, category, found on, due on, plan";
        Attributes "属性" "Attributes";
        UnknownFields "{0} 项未知" "{0} unknown";
        Provenance "出处" "Where it was read";
        ReadFrom "文件与行" "File and row";
        PositionBefore "原坐标（线、面为首个顶点）" "Position before (a line's or area's first corner)";
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
        NearestWater "最近可用消火栓" "Nearest hydrant with water";
        NoWater "没有已知可用的消火栓" "no hydrant that is known to work";
        HydrantUnsaid "{0}（是否可用未知）" "{0} (not known whether it works)";
        ListedOf "列出 {0}，共 {1} 处" "{0} of {1} listed";
        NearOrder "各类先看等级，同级近的在前" "Of each sort the worst level first, then the nearest";
        InsideOrder "等级高的在前，同级人多的在前" "worst level first, then most people";
        NoVenuesNear "范围内没有公众场所。" "No venue within this distance.";
        NoFacilitiesNear "范围内没有危险设施。" "No hazardous site within this distance.";
        NoStations "数据集没有消防站。" "The dataset has no fire station.";
        NoHydrants "数据集没有消火栓。" "The dataset has no hydrant.";
    } };
}
