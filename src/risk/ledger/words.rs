//! The ledger's words, in both languages.

use super::danger::{DangerLevel, EventKind, State};
use super::standing::{Basis, FalseClosing, FaultKind, Next};
use crate::domain::Words;

impl DangerLevel {
    /// As people call it.
    pub fn says(self) -> Words {
        match self {
            Self::General => Words::new("一般隐患", "general danger"),
            Self::Major => Words::new("重大隐患", "major danger"),
        }
    }
}

impl State {
    /// As people call it.
    pub fn says(self) -> Words {
        let (zh, en) = match self {
            Self::NotYetFound => ("尚未发现", "not found yet"),
            Self::Registered => ("登记", "registered"),
            Self::Graded => ("定级", "graded"),
            Self::Assigned => ("交办", "assigned"),
            Self::Mending => ("整改中", "being mended"),
            Self::Returned => ("退回整改", "sent back"),
            Self::ToVerify => ("待复查", "to verify"),
            Self::Accepted => ("验收", "accepted"),
            Self::Closed => ("销号", "closed out"),
        };
        Words::new(zh, en)
    }
}

impl EventKind {
    /// What happened.
    pub fn says(self) -> Words {
        let (zh, en) = match self {
            Self::Register => ("登记", "registered"),
            Self::Grade => ("定级", "graded"),
            Self::Assign => ("交办", "assigned"),
            Self::Plan => ("治理方案获批", "plan approved"),
            Self::Supervise => ("挂牌督办", "listed for supervision"),
            Self::Extend => ("延期", "due day moved"),
            Self::ReportMended => ("报告整改完成", "reported mended"),
            Self::SignInspector => ("检查人签字", "signed by the inspector"),
            Self::SignOwner => ("企业法定代表人签字", "signed by the owner"),
            Self::SignLeader => ("属地领导签字", "signed by the leader"),
            Self::Close => ("销号", "closed out"),
            Self::Return => ("退回整改", "sent back"),
            Self::Reopen => ("重新立案", "opened again"),
        };
        Words::new(zh, en)
    }
}

impl Basis {
    /// What the state stands on.
    pub fn says(self) -> Words {
        let (zh, en) = match self {
            Self::Events => ("由事件逐条推得", "replayed from the events"),
            Self::Given => ("无事件，仅据台账所填状态", "no events: the given status stands alone"),
            Self::Neither => ("无事件也无状态，按登记计", "neither events nor status: counts as registered"),
        };
        Words::new(zh, en)
    }
}

impl Next {
    /// The post that must act.
    pub fn post(self) -> Words {
        let (zh, en) = match self {
            Self::Grade => ("检查组", "inspection team"),
            Self::Assign | Self::Close | Self::Review => ("安委会办公室", "safety committee's office"),
            Self::Plan | Self::Mend => ("责任单位", "responsible unit"),
            Self::Verify => ("检查人", "inspector"),
            Self::OwnerSigns => ("企业法定代表人", "owner (the enterprise's legal person)"),
            Self::LeaderSigns => ("属地包联领导", "leader of the territory"),
        };
        Words::new(zh, en)
    }

    /// What there is to do.
    pub fn act(self) -> Words {
        let (zh, en) = match self {
            Self::Grade => ("定级", "set the level"),
            Self::Assign => ("交办并定期限", "assign it, with a due day"),
            Self::Plan => ("报批整改方案", "bring a plan for approval"),
            Self::Mend => ("整改", "mend it"),
            Self::Verify => ("复查并签字或退回", "look again, and sign or send back"),
            Self::OwnerSigns | Self::LeaderSigns => ("签字", "sign"),
            Self::Close => ("销号", "close it out"),
            Self::Review => ("复核销号", "look again at the closing"),
        };
        Words::new(zh, en)
    }
}

impl FalseClosing {
    /// What is false, one sentence a reason.
    pub fn says(self) -> Vec<Words> {
        [
            (self.signature_missing, "销号时缺签字", "closed with a signature missing"),
            (
                self.out_of_order,
                "签字顺序不符（检查人、企业法定代表人、属地领导）",
                "signed out of order (inspector, owner, leader)",
            ),
            (
                self.recurred,
                "销号后 90 天内同一对象再现同类隐患",
                "the same kind was found at the same target within 90 days",
            ),
            (self.reopened, "销号后又重新打开或退回", "opened again or sent back after closing"),
        ]
        .into_iter()
        .filter(|(holds, ..)| *holds)
        .map(|(_, zh, en)| Words::new(zh, en))
        .collect()
    }
}

impl FaultKind {
    /// What is wrong, and what holds instead.
    pub fn says(self) -> Words {
        let (zh, en) = match self {
            Self::EventBeforeDiscovery => {
                ("事件早于发现日期，不予采用，按未销号计", "an event before discovery: not applied, counts as open")
            }
            Self::SignatureBeforeDiscovery => {
                ("签字早于发现日期，不予采用，按未销号计", "a signature before discovery: not applied, counts as open")
            }
            Self::EventOutOfOrder => ("事件先后不合，按未销号计", "an event out of order: counts as open"),
            Self::TwoStates => (
                "同一时刻两种状态，取较早阶段，按未销号计",
                "two states at once: the less advanced holds, counts as open",
            ),
            Self::UnknownEvent => ("事件种类不明，按未销号计", "an unknown kind of event: counts as open"),
            Self::StatusDisagrees => (
                "所填状态与事件不符，以事件为准，按未销号计",
                "the given status is not what the events say: counts as open",
            ),
            Self::DatesOutOfOrder => ("日期先后不合", "dates out of order"),
            Self::DueDisagrees => ("期限前后不一，取较早者", "two due days: the earlier counts"),
            Self::ExtensionUnsigned => {
                ("延期无人批准，期限不变", "an extension that nobody approved: the due day stays")
            }
            Self::ExtensionWithoutDate => ("延期未写明日期，期限不变", "an extension without a day: the due day stays"),
            Self::NoTarget => ("隐患没有对象", "a danger without a target"),
            Self::UnknownDanger => ("事件所指的隐患不存在", "an event of a danger that is not in the ledger"),
        };
        Words::new(zh, en)
    }
}
