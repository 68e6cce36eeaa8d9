package weft.scenario.spec;

/** Which global port of a group leads to which other group. */
public enum GlobalArrangement {
  @Option(text = "palmtree", doc = "port k of group i leads to group i − k − 1 mod groups")
  PALMTREE,
  @Option(text = "absolute", doc = "the ports lead to the other groups in their order")
  ABSOLUTE
}
