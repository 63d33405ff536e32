if true; then
  echo here

