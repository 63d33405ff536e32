mod inner;

pub fn answer() -> u32 {
    inner::VALUE
}
