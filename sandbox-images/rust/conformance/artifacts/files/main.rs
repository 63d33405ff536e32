use std::fs;

fn main() -> std::io::Result<()> {
    fs::create_dir_all("output/deep")?;
    fs::write("output/table.csv", "a,b\n1,2\n")?;
    fs::write("output/deep/page.html", "<p>hi</p>\n")
}
