package weft.sim.workload;

import java.util.ArrayList;
import java.util.List;
import weft.sim.fabric.Fabric;

/** Says of streams that do not go on what they wait for. */
final class WaitReport {

  private final StreamStates states;
  private final Fabric fabric;
  private final Representatives representatives;
  private final List<GroupState> groups;
  private final List<Mailboxes> mailboxes;

  WaitReport(
      StreamStates states,
      Fabric fabric,
      Representatives representatives,
      List<GroupState> groups,
      List<Mailboxes> mailboxes) {
    this.states = states;
    this.fabric = fabric;
    this.representatives = representatives;
    this.groups = groups;
    this.mailboxes = mailboxes;
  }

  /**
   * One line for each waiting stream.
   *
   * @param limit at most so many lines
   */
  List<String> lines(int limit) {
    List<String> lines = new ArrayList<>();
    for (int state = 0; state < states.count() && lines.size() < limit; state++) {
      if (states.isWaiting(state)) {
        lines.add(name(states.rank(state)) + " waits " + wait(state));
      }
    }
    return lines;
  }

  private String wait(int state) {
    Ops ops = states.ops(state);
    int position = states.position(state);
    int rank = states.rank(state);
    int operand = ops.operand(position);
    return switch (ops.kind(position)) {
      case COMPUTE -> "for its computation";
      case COLLECTIVE -> waitInGroup(groups.get(operand), rank);
      case SEND -> "for its message to " + name(mailboxes.get(operand).receiver(rank));
      case RECEIVE -> "for a message from " + name(mailboxes.get(operand).sender(rank));
      case AWAIT -> "for its stream " + operand;
      case MARK -> "for nothing";
    };
  }

  private String waitInGroup(GroupState partition, int rank) {
    int group = partition.group(rank);
    int missing = partition.missing(group);
    return "in %s of %s for %s"
        .formatted(
            partition.operation(group).text(),
            partition.name(group),
            missing < 0 ? "the network" : name(missing));
  }

  private String name(int rank) {
    return "rank "
        + rank
        + " ("
        + fabric.nodeName(fabric.endpointNode(representatives.endpoint(rank)))
        + ")";
  }
}
