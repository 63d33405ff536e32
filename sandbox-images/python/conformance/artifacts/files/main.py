from pathlib import Path

Path("output/deep").mkdir()
Path("output/table.csv").write_text("a,b\n1,2\n")
Path("output/deep/page.html").write_text("<p>hi</p>\n")
