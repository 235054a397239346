//! Node ids: 128 random bits, made once, written as 26 letters and digits.

use std::fmt;
use std::str::FromStr;

/// The id of a node, for life: it survives edits, moves, renames and rollover.
///
/// Text form: 26 characters of Crockford's base 32 (digits and lower-case letters without i, l, o,
/// u), most significant first, as in ULIDs. Reading accepts upper case.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(u128);

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const LENGTH: usize = 26;

/// Why a text is no id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a node id is 26 letters and digits (0-9, a-z without i, l, o, u), the first at most 7")]
pub struct IdError;

impl NodeId {
    /// A new random id.
    pub fn new() -> Self {
        let mut bytes = [0u8; 16];
        if getrandom::fill(&mut bytes).is_err() {
            // No entropy source: time and address of a local still tell two nodes apart.
            let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |d| d.as_nanos());
            static COUNTER: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);
            let count = COUNTER.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            return Self::derived(now ^ u128::from(std::process::id()) << 64, count);
        }
        Self(u128::from_le_bytes(bytes))
    }

    /// An id that follows from `seed` and `index` alone: for nodes written by hand without an id, so
    /// that the same file always reads the same.
    pub fn derived(seed: u128, index: u64) -> Self {
        // splitmix64, twice: spreads close seeds over all 128 bits.
        let mix = |mut z: u64| {
            z = z.wrapping_add(0x9E37_79B9_7F4A_7C15);
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            z ^ (z >> 31)
        };
        let high = mix((seed >> 64) as u64 ^ mix(index));
        let low = mix(seed as u64 ^ mix(high));
        Self((u128::from(high) << 64) | u128::from(low))
    }

    /// The id as a number.
    pub fn as_u128(self) -> u128 {
        self.0
    }

    /// The id of a number.
    pub fn from_u128(value: u128) -> Self {
        Self(value)
    }
}

impl Default for NodeId {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Display for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = [0u8; LENGTH];
        let mut value = self.0;
        for place in text.iter_mut().rev() {
            *place = ALPHABET[(value & 31) as usize];
            value >>= 5;
        }
        f.write_str(std::str::from_utf8(&text).unwrap_or_default())
    }
}

impl fmt::Debug for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NodeId({self})")
    }
}

impl FromStr for NodeId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        if text.len() != LENGTH {
            return Err(IdError);
        }
        let mut value = 0u128;
        for (place, byte) in text.bytes().enumerate() {
            let digit = ALPHABET.iter().position(|a| *a == byte.to_ascii_lowercase()).ok_or(IdError)?;
            if place == 0 && digit > 7 {
                return Err(IdError);
            }
            value = (value << 5) | digit as u128;
        }
        Ok(Self(value))
    }
}

impl serde::Serialize for NodeId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for NodeId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl serde::de::Visitor<'_> for Text {
            type Value = NodeId;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a node id of 26 letters and digits")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<NodeId, E> {
                text.parse().map_err(E::custom)
            }
        }
        deserializer.deserialize_str(Text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_form_round_trips() {
        for id in [NodeId(0), NodeId(u128::MAX), NodeId::new(), NodeId::derived(1, 2)] {
            let text = id.to_string();
            assert_eq!(text.len(), 26);
            assert_eq!(text.parse(), Ok(id));
            assert_eq!(text.to_uppercase().parse(), Ok(id));
        }
        for bad in ["", "x", "8zzzzzzzzzzzzzzzzzzzzzzzzz", "0123456789abcdefghijklmnop", "日本語日本語日本"] {
            assert_eq!(bad.parse::<NodeId>(), Err(IdError), "{bad}");
        }
    }
}
