use num_format::{Locale, ToFormattedString};

fn main() {
    println!("{}", 1234567.to_formatted_string(&Locale::en));
}
