//! The sample plans, inside the program.

/// A sample.
pub struct Sample {
    /// Key of its name.
    pub key: &'static str,
    /// The plan's file.
    pub source: &'static str,
}

/// All samples in the order offered.
pub static SAMPLES: &[Sample] = &[
    Sample { key: "window.sample.wakaba", source: include_str!("../../plans/wakaba-shakyo-r7.ron") },
    Sample { key: "window.sample.aozora", source: include_str!("../../plans/aozora-shakyo-r6.ron") },
    Sample { key: "window.sample.midori", source: include_str!("../../plans/midori-bukai-r7.ron") },
    Sample { key: "window.sample.sazanami", source: include_str!("../../plans/sazanami-renrakukai.ron") },
    Sample { key: "window.sample.hidamari", source: include_str!("../../plans/hidamari-kaigi-r5.ron") },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sample_opens() {
        for sample in SAMPLES {
            let plan = nendo::storage::read_plan(sample.source.as_bytes()).unwrap_or_else(|error| panic!("{}: {error}", sample.key));
            assert!(plan.walk().count() > 5, "{}", sample.key);
        }
    }
}
