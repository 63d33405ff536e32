use std::io;

fn main() {
    let line = io::stdin().lines().next().unwrap().unwrap();
    println!("{}\n{line}", line.chars().count());
}
