//! The fuzz targets fed with random bytes: what a fuzzer looks into for hours is tried a little in every run.

#[path = "../fuzz/targets.rs"]
mod targets;

/// Bytes that look random and are the same in every run (xorshift).
fn bytes(seed: u64, length: usize) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 24) as u8
    };
    (0..length).map(|_| next()).collect()
}

#[test]
fn any_two_plans_are_compared() {
    (0..160).for_each(|seed| targets::compare(&bytes(seed, 200 + 5 * seed as usize)));
}

#[test]
fn any_three_plans_are_joined() {
    (0..400).for_each(|seed| targets::merge(&bytes(seed + 1000, 200 + 3 * seed as usize)));
}

#[test]
fn any_text_is_imported() {
    // Lines that look like a plan, with random bytes among them.
    const PIECES: [&str; 12] = ["１　", "(1) ", "① ", "ア ", "・", "○", "【新規】", "（5月）", "\n", "　　", "第１章 ", "\t"];
    for seed in 0..200 {
        let random = bytes(seed + 5000, 300);
        targets::import(&random);
        let mut text = Vec::new();
        for pair in random.chunks(2) {
            text.extend_from_slice(PIECES[usize::from(pair[0]) % PIECES.len()].as_bytes());
            text.extend_from_slice(if pair[0].is_multiple_of(16) { &pair[1..] } else { "事業".as_bytes() });
        }
        targets::import(&text);
    }
}

#[test]
fn any_phrase_is_read() {
    const PIECES: [&str; 20] = [
        "毎月",
        "第2",
        "水曜日",
        "4月",
        "～",
        "、",
        "年3回",
        "（",
        "）",
        "を除く",
        "8月",
        "上旬",
        "10:00",
        "随時",
        "祝日",
        "各",
        "会",
        "9月6日",
        "　",
        "令和7年",
    ];
    for seed in 0..600 {
        let random = bytes(seed + 9000, 24);
        targets::schedule(&random);
        targets::schedule(random.iter().map(|byte| PIECES[usize::from(*byte) % PIECES.len()]).collect::<String>().as_bytes());
    }
}
