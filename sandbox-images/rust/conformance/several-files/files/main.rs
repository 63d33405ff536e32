mod shop;

fn main() {
    println!("{}", shop::answer());
}
