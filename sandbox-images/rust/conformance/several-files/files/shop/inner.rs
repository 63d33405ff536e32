pub const VALUE: u32 = 42;
