void main() {
  IO.println("hi");
}
