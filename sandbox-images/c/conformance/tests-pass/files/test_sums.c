#include <check.h>

START_TEST(adds) { ck_assert_int_eq(1 + 1, 2); }
END_TEST

int main(void) {
  Suite *suite = suite_create("sums");
  TCase *group = tcase_create("small");
  tcase_add_test(group, adds);
  suite_add_tcase(suite, group);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? 0 : 1;
}
