package weft.topology.hardware;

import weft.topology.error.TopologyException;

/** Is told of the entries of a catalogue that cannot be; kinds that are referred to come first. */
@FunctionalInterface
public interface EntryProblems {

  /**
   * An entry cannot be.
   *
   * @param kind such as {@code node}
   * @param name its name
   * @param problem why; its message names the entry
   */
  void onProblem(String kind, String name, TopologyException problem);
}
