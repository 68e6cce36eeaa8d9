package weft.sim.metrics;

/** What a program calls its collectives, which probes know only by number. */
public interface CollectiveNames {

  /** Name of the groups with an index. */
  String group(int groups);

  /** Name of the operation with an ordinal. */
  String operation(int operation);

  /** Name of the algorithm of a collective. */
  String algorithm(int groups, int operation, long bytes);

  /** Bus bandwidth over algorithm bandwidth. */
  double busFactor(int operation, int ranks);
}
