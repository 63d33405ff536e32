fn main() {
    println!("BEGUN: takes memory");
    let mut blocks = Vec::new();
    loop {
        blocks.push(vec![b'x'; 10_000_000]);
        if blocks.len() > 1_000_000 {
            break;
        }
    }
}
