package weft.topology.analyse;

import java.util.ArrayList;
import java.util.List;

/**
 * How near two GPUs stand in the network: the innermost part that both are in.
 *
 * @param key its name in results, such as {@code same-leaf}
 * @param label what people call it
 */
public record Relation(String key, String label) {

  /**
   * All relations in a topology, the nearest first: of one node; below one of the lowest switches;
   * in one part of each division; in no part together.
   */
  static List<Relation> of(String lowestSwitch, List<Division> divisions) {
    List<Relation> relations = new ArrayList<>();
    relations.add(new Relation("same-node", "same node"));
    relations.add(new Relation("same-" + lowestSwitch, "same " + lowestSwitch));
    String inner = lowestSwitch;
    for (Division division : divisions) {
      String noun = division.noun();
      relations.add(new Relation("same-" + noun, "same " + noun + ", other " + inner));
      inner = noun;
    }
    String outermost = divisions.isEmpty() ? "node" : inner;
    relations.add(new Relation("other-" + outermost, "other " + outermost));
    return relations;
  }
}
