fn main() {
    for item in std::env::args().skip(1) {
        println!("{item}");
    }
}
