fn main() {
    println!("héllo wörld 🌍");
}
