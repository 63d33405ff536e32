#!/bin/sh
# Installs what composer.json of the working folder asks for. The program's own files are not there: its scripts cannot
# run, and Composer refuses folders of classes that do not exist.
set -eu
php -r '
  $project = json_decode(file_get_contents("composer.json"), true) ?? [];
  foreach (["autoload", "autoload-dev"] as $part) {
      foreach ($project[$part]["classmap"] ?? [] as $path) {
          is_dir($path) || mkdir($path, recursive: true);
      }
  }
'
exec composer install --no-cache --no-progress --no-scripts
