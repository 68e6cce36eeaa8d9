package weft.sim.workload;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import weft.sim.collective.RingSchedule;
import weft.sim.collective.exec.Communicator;
import weft.sim.fabric.Fabric;
import weft.sim.transfer.Dependence;
import weft.sim.transfer.LinkOwners;

/**
 * Which groups run their collectives step by step, as long as that does not take too many
 * transfers: those whose links others may use as well, and those whose own edges share links.
 */
public final class SteppedGroups {

  /**
   * Chunks of a run that are simulated one by one at most, over all groups: half a second or so. An
   * assumption.
   */
  public static final long MOST_CHUNKS = 150_000;

  private final Program program;
  private final Representatives all;
  private final FlowList flows;
  private final Dependence network;

  private SteppedGroups(Program program, Representatives all, FlowList flows, Dependence network) {
    this.program = program;
    this.all = all;
    this.flows = flows;
    this.network = network;
  }

  /**
   * Has groups of a program go step by step.
   *
   * @param flows transfers beside the program
   */
  public static void choose(
      Program program, Representatives all, FlowList flows, Fabric fabric, Dependence network) {
    new SteppedGroups(program, all, flows, network).choose(fabric);
  }

  private void choose(Fabric fabric) {
    long room = MOST_CHUNKS;
    LinkOwners owners = null;
    for (int partition = 0; partition < program.partitions(); partition++) {
      long[] passes = passes(partition, false);
      long[] distinctPasses = passes(partition, true);
      if (chunks(partition, distinctPasses) > room || chunks(partition, distinctPasses) == 0) {
        continue;
      }
      if (owners == null) {
        owners = new LinkOwners(fabric.linkCount());
        claim(owners);
      }
      boolean affordsAll = chunks(partition, passes) <= room;
      for (int group = 0; group < program.groupCount(partition); group++) {
        Communicator communicator = all.communicator(partition, group);
        boolean isAlone = isAlone(communicator, partition, group, owners);
        if (isAlone ? communicator.sharesWithItself(network, fabric::payloadRateBps) : affordsAll) {
          communicator.stepByStep();
          room -= chunks(partition, group, isAlone ? distinctPasses : passes);
        }
      }
    }
  }

  /**
   * For each role, how often its collectives in a partition send all data round a ring.
   *
   * @param isOnce whether to count those of one operation and size once: who is alone repeats them
   */
  private long[] passes(int partition, boolean isOnce) {
    long[] passes = new long[program.roles()];
    for (int role = 0; role < passes.length; role++) {
      long[] sum = {0};
      Set<Object> seen = new HashSet<>();
      program.visitCollectives(
          role,
          (of, operation, bytes) -> {
            if (of == partition
                && RingSchedule.isRound(operation)
                && (!isOnce || seen.add(List.of(operation, bytes)))) {
              sum[0] += RingSchedule.passes(operation);
            }
          });
      passes[role] = sum[0];
    }
    return passes;
  }

  private long chunks(int partition, long[] passes) {
    long sum = 0;
    for (int group = 0; group < program.groupCount(partition); group++) {
      sum += chunks(partition, group, passes);
    }
    return sum;
  }

  private long chunks(int partition, int group, long[] passes) {
    Communicator communicator = all.communicator(partition, group);
    int first = program.groups().get(partition).members()[group][0];
    return (long) communicator.edges() * (communicator.ranks() - 1) * passes[program.role(first)];
  }

  private void claim(LinkOwners owners) {
    for (int partition = 0; partition < program.partitions(); partition++) {
      for (int group = 0; group < program.groupCount(partition); group++) {
        int owner = owner(partition, group);
        all.communicator(partition, group).visitLinks(network, link -> owners.claim(owner, link));
      }
    }
    for (int relation = 0; relation < program.relations(); relation++) {
      for (int rank = 0; rank < program.ranks(); rank++) {
        if (program.peer(relation, rank) >= 0) {
          claim(all.endpoint(rank), all.receiverEndpoint(relation, rank), relation, owners);
        }
      }
    }
    for (int flow = 0; flow < flows.count(); flow++) {
      claim(flows.source(flow), flows.destination(flow), flows.number(flow), owners);
    }
  }

  private void claim(int source, int destination, int flow, LinkOwners owners) {
    if (source != destination) {
      network.dependsOn(
          source, destination, flow, link -> owners.claim(LinkOwners.EVERYBODY, link));
    }
  }

  private boolean isAlone(Communicator communicator, int partition, int group, LinkOwners owners) {
    int owner = owner(partition, group);
    boolean[] isAlone = {true};
    boolean isKnown =
        communicator.visitLinks(network, link -> isAlone[0] &= owners.isSole(owner, link));
    return isKnown && isAlone[0];
  }

  /** A number of its own for each group. */
  private int owner(int partition, int group) {
    int owner = group;
    for (int before = 0; before < partition; before++) {
      owner += program.groupCount(before);
    }
    return owner;
  }
}
