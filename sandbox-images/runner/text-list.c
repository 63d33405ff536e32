/* Arguments and environments: lists of texts that end in NULL, as the kernel wants them. */
#include "runner.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char *copy_of(const char *text) {
  char *copy = strdup(text);
  if (!copy) _exit(EXIT_ABANDONED);
  return copy;
}

void list_append(struct text_list *list, const char *text) {
  list->items = realloc(list->items, (list->count + 2) * sizeof *list->items);
  if (!list->items) _exit(EXIT_ABANDONED);
  list->items[list->count++] = copy_of(text);
  list->items[list->count] = NULL;
}

const char *next_text(char **at, const char *end) {
  char *text = *at;
  if (text >= end) _exit(EXIT_ABANDONED);
  *at = text + strlen(text) + 1;
  return text;
}

void list_set_variable(struct text_list *list, const char *assignment) {
  const char *equals = strchr(assignment, '=');
  if (!equals) return;
  size_t name_length = (size_t)(equals - assignment) + 1;
  for (size_t index = 0; index < list->count; index += 1) {
    if (strncmp(list->items[index], assignment, name_length) != 0) continue;
    free(list->items[index]);
    list->items[index] = copy_of(assignment);
    return;
  }
  list_append(list, assignment);
}

const char *list_variable(const struct text_list *list, const char *name) {
  size_t length = strlen(name);
  for (size_t index = 0; index < list->count; index += 1) {
    const char *item = list->items[index];
    if (strncmp(item, name, length) == 0 && item[length] == '=') return item + length + 1;
  }
  return NULL;
}

void list_free(struct text_list *list) {
  for (size_t index = 0; index < list->count; index += 1) free(list->items[index]);
  free(list->items);
  *list = (struct text_list){0};
}
