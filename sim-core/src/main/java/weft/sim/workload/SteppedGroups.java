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
   * Chunks that are simulated one by one at most, over all groups that share their links with
   * others: half a second or so. An assumption.
   */
  private static final long MOST_CHUNKS = 150_000;

  /**
   * The same over all groups that share links with themselves only: some seconds, as there streams
   * were too fast by 6 % (32 nodes, 8 rails over 4 spines), with others by less than 10⁻⁵. An
   * assumption.
   */
  private static final long MOST_LONE_CHUNKS = 10 * MOST_CHUNKS;

  /**
   * How many chunks of a run one that is folded stands for at most, so that more are not tried. An
   * assumption: as many as there are nodes in a ring of like ones.
   */
  private static final int MOST_ALIKE = 256;

  private static final int SHARED = 0;
  private static final int LONE = 1;

  /** How many edges of a group are simulated in a folded run. */
  public interface FoldedEdges {

    /** Of a group, the first of its class; 0 if another one stands for it. */
    int count(int partition, int group);
  }

  private final Program program;
  private final Representatives all;
  private final FlowList flows;
  private final Dependence network;

  /** Of each kind of group. */
  private final long[] mostChunks;

  /** For each partition and role, how often its collectives send all data round a ring. */
  private final long[][] passes;

  /** The same with those of one operation and size once: a group that is alone repeats them. */
  private final long[][] distinctPasses;

  /** For each partition and group, whether nobody else uses its links. */
  private final boolean[][] isAlone;

  private final boolean[][] isWanted;

  /**
   * The groups of a program.
   *
   * @param flows transfers beside the program
   */
  public SteppedGroups(
      Program program, Representatives all, FlowList flows, Fabric fabric, Dependence network) {
    this(program, all, flows, fabric, network, MOST_CHUNKS, MOST_LONE_CHUNKS);
  }

  SteppedGroups(
      Program program,
      Representatives all,
      FlowList flows,
      Fabric fabric,
      Dependence network,
      long mostChunks,
      long mostLoneChunks) {
    this.program = program;
    this.all = all;
    this.flows = flows;
    this.network = network;
    this.mostChunks = new long[] {mostChunks, mostLoneChunks};
    int partitions = program.partitions();
    passes = new long[partitions][];
    distinctPasses = new long[partitions][];
    isAlone = new boolean[partitions][];
    isWanted = new boolean[partitions][];
    LinkOwners owners = null;
    for (int partition = 0; partition < partitions; partition++) {
      passes[partition] = passes(partition, false);
      distinctPasses[partition] = passes(partition, true);
      isAlone[partition] = new boolean[program.groupCount(partition)];
      isWanted[partition] = new boolean[program.groupCount(partition)];
      long least = chunks(partition, distinctPasses[partition]);
      if (least > 0 && least <= Math.max(mostChunks, mostLoneChunks) * MOST_ALIKE) {
        if (owners == null) {
          owners = new LinkOwners(fabric.linkCount());
          claim(owners);
        }
        look(partition, owners, fabric);
      }
    }
  }

  private void look(int partition, LinkOwners owners, Fabric fabric) {
    for (int group = 0; group < program.groupCount(partition); group++) {
      Communicator communicator = all.communicator(partition, group);
      isAlone[partition][group] = isAlone(communicator, partition, group, owners);
      isWanted[partition][group] =
          !isAlone[partition][group]
              || communicator.rings().shareLinks(network, fabric::payloadRateBps);
    }
  }

  /**
   * Has the groups go step by step, partition by partition, as long as there is room for all their
   * chunks.
   *
   * @return whether that leaves out none of those that are better simulated so
   */
  public boolean stepAffordable() {
    boolean isAll = true;
    long[] room = mostChunks.clone();
    for (int partition = 0; partition < program.partitions(); partition++) {
      boolean[] affords = {
        chunks(partition, passes[partition]) <= room[SHARED],
        chunks(partition, distinctPasses[partition]) <= room[LONE]
      };
      for (int group = 0; group < program.groupCount(partition); group++) {
        int kind = kind(partition, group);
        boolean isStepped = isWanted[partition][group] && affords[kind];
        all.communicator(partition, group).stepByStep(isStepped);
        room[kind] -= isStepped ? chunks(partition, group) : 0;
        isAll &= isStepped == isWanted[partition][group];
      }
    }
    return isAll;
  }

  /**
   * Has all groups go step by step that are better simulated so, for a run that may be folded.
   *
   * @return whether a folding may make it few enough chunks; if not, nothing is changed
   */
  public boolean stepAll() {
    if (!affords(this::edges, MOST_ALIKE)) {
      return false;
    }
    for (int partition = 0; partition < program.partitions(); partition++) {
      for (int group = 0; group < program.groupCount(partition); group++) {
        all.communicator(partition, group).stepByStep(isWanted[partition][group]);
      }
    }
    return true;
  }

  /** Whether the chunks of all are few enough if so many edges are simulated. */
  public boolean affordsAll(FoldedEdges folded) {
    return affords(folded, 1);
  }

  private boolean affords(FoldedEdges simulated, int times) {
    long[] room = {times * mostChunks[SHARED], times * mostChunks[LONE]};
    for (int partition = 0; partition < program.partitions(); partition++) {
      for (int group = 0; group < program.groupCount(partition); group++) {
        if (isWanted[partition][group]) {
          room[kind(partition, group)] -=
              chunks(partition, group)
                  / edges(partition, group)
                  * simulated.count(partition, group);
        }
      }
    }
    return room[SHARED] >= 0 && room[LONE] >= 0;
  }

  private int edges(int partition, int group) {
    return all.communicator(partition, group).rings().edges();
  }

  private int kind(int partition, int group) {
    return isAlone[partition][group] ? LONE : SHARED;
  }

  /** The chunks of a group, those that it repeats once. */
  private long chunks(int partition, int group) {
    return chunks(
        partition,
        group,
        isAlone[partition][group] ? distinctPasses[partition] : passes[partition]);
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
          (of, operation, bytes, times) -> {
            if (of == partition
                && RingSchedule.isRound(operation)
                && (!isOnce || seen.add(List.of(operation, bytes)))) {
              sum[0] += (long) RingSchedule.passes(operation) * (isOnce ? 1 : times);
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
    return (long) communicator.rings().edges()
        * (communicator.ranks() - 1)
        * passes[program.role(first)];
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

  /** A number of its own for each group, but for those that never use links at once. */
  private int owner(int partition, int group) {
    int owner = group;
    int first = partition - program.groups().get(partition).alternates();
    for (int before = 0; before < first; before++) {
      owner += program.groupCount(before);
    }
    return owner;
  }
}
