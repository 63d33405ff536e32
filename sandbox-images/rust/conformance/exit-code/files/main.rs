fn main() {
    eprintln!("bad");
    std::process::exit(7);
}
