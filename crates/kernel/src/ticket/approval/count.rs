//! How answers count: a pure function of who was asked and who said what. Nothing is added up anywhere else.

use crate::policy::Needs;

/// How those who were asked have answered so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// How many were asked.
    pub asked: usize,
    /// How many approved.
    pub approved: usize,
    /// How many rejected.
    pub rejected: usize,
}

/// What the answers come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The answer is not in yet.
    Open {
        /// How many more have to approve.
        missing: usize,
    },
    /// It is approved.
    Approved,
    /// It is rejected, or can no longer be approved.
    Rejected,
}

impl Answers {
    /// What they come to by the rule of a step. Whoever asks the same of the same gets the same, in whatever order
    /// the answers came.
    pub fn standing(self, needs: Needs, veto: bool) -> Standing {
        let needed = needs.of(self.asked);
        let unanswered = self
            .asked
            .saturating_sub(self.approved)
            .saturating_sub(self.rejected);
        if veto && self.rejected > 0 {
            Standing::Rejected
        } else if self.approved >= needed {
            Standing::Approved
        } else if self.approved + unanswered < needed {
            Standing::Rejected
        } else {
            Standing::Open {
                missing: needed - self.approved,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Answers, Standing};
    use crate::policy::Needs;
    use Standing::{Approved, Open, Rejected};

    #[test]
    fn every_rule_counts_as_reckoned_by_hand() {
        let open = |missing| Open { missing };
        for (needs, veto, (asked, approved, rejected), wanted) in [
            (Needs::All, false, (3, 0, 0), open(3)),
            (Needs::All, false, (3, 2, 0), open(1)),
            (Needs::All, false, (3, 3, 0), Approved),
            (Needs::All, false, (3, 0, 1), Rejected),
            (Needs::Any, false, (3, 0, 0), open(1)),
            (Needs::Any, false, (3, 1, 0), Approved),
            (Needs::Any, false, (3, 0, 2), open(1)),
            (Needs::Any, false, (3, 0, 3), Rejected),
            (Needs::Any, true, (3, 0, 1), Rejected),
            (Needs::AtLeast(2), false, (3, 1, 1), open(1)),
            (Needs::AtLeast(2), false, (3, 2, 1), Approved),
            (Needs::AtLeast(2), false, (3, 0, 2), Rejected),
            (Needs::AtLeast(2), true, (3, 1, 1), Rejected),
            (Needs::AtLeast(4), false, (3, 3, 0), Rejected),
            (Needs::Percent(50), false, (4, 1, 0), open(1)),
            (Needs::Percent(50), false, (4, 2, 2), Approved),
            (Needs::Percent(50), false, (5, 2, 0), open(1)),
            (Needs::Percent(51), false, (4, 2, 2), Rejected),
            (Needs::Percent(1), false, (4, 0, 3), open(1)),
            (Needs::Percent(100), false, (2, 1, 0), open(1)),
            (Needs::All, false, (1, 1, 0), Approved),
            (Needs::All, false, (0, 0, 0), Rejected),
        ] {
            let answers = Answers {
                asked,
                approved,
                rejected,
            };
            let found = answers.standing(needs, veto);
            assert_eq!(found, wanted, "{needs:?} veto {veto} {answers:?}");
        }
    }
}
