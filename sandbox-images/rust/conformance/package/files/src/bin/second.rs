fn main() {
    println!("second {}", programs::answer());
}
