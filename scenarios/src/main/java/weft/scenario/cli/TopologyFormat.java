package weft.scenario.cli;

/** The formats of a fabric, in the lower case in which they are typed. */
enum TopologyFormat {
  text,
  json,
  csv,
  graphml,
  dot,
  graph,
  svg
}
