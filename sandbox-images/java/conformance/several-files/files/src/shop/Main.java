package shop;

import shop.model.Answer;

public class Main {
  public static void main(String[] args) {
    System.out.println(new Answer().value());
  }
}
