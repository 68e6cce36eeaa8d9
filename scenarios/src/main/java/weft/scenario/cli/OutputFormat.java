package weft.scenario.cli;

/** The formats of results, in the lower case in which they are typed. */
enum OutputFormat {
  text,
  json,
  csv
}
