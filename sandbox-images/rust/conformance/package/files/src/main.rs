fn main() {
    println!("first");
}
