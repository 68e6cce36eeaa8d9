package weft.sim.workload;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Puts programs together to one whose ranks share nothing but the network: the jobs of a cluster.
 *
 * <p>The ranks of the first job come first, then those of the second, and so on. Each flow of a job
 * has the number that it has in the program of the job alone, so that a hash gives it the same path
 * with the others as without.
 */
public final class Jobs {

  private final List<Integer> roleOfRank = new ArrayList<>();
  private final List<Ops[]> roles = new ArrayList<>();
  private final List<Program.Groups> groups = new ArrayList<>();
  private final List<String> marks = new ArrayList<>();
  private final List<Program.Job> jobs = new ArrayList<>();
  private final int ranks;

  private Jobs(int ranks) {
    this.ranks = ranks;
  }

  /**
   * One program of several.
   *
   * @param names of the jobs
   * @param programs what each of them does, none of them put together of others
   */
  public static Program beside(List<String> names, List<Program> programs) {
    int ranks = programs.stream().mapToInt(Program::ranks).sum();
    Jobs jobs = new Jobs(ranks);
    for (int job = 0; job < programs.size(); job++) {
      jobs.add(names.get(job), programs.get(job));
    }
    return new Program(
        jobs.roleOfRank.stream().mapToInt(Integer::intValue).toArray(),
        jobs.roles,
        jobs.groups,
        peers(programs, ranks),
        jobs.marks,
        jobs.jobs);
  }

  private void add(String name, Program program) {
    int firstRank = roleOfRank.size();
    int firstRole = roles.size();
    int firstGroups = groups.size();
    int firstMark = marks.size();
    for (int rank = 0; rank < program.ranks(); rank++) {
      roleOfRank.add(firstRole + program.role(rank));
    }
    for (Ops[] streams : program.streamsOfRoles()) {
      Ops[] moved =
          Arrays.stream(streams).map(ops -> ops.moved(firstGroups, firstMark)).toArray(Ops[]::new);
      Ops.link(moved);
      roles.add(moved);
    }
    for (Program.Groups partition : program.groups()) {
      groups.add(moved(name, partition, firstRank));
    }
    marks.addAll(program.marks());
    jobs.add(
        new Program.Job(
            name,
            firstRank,
            program.ranks(),
            firstGroups,
            program.partitions(),
            firstMark,
            program.marks().size()));
  }

  private Program.Groups moved(String name, Program.Groups partition, int firstRank) {
    int[] groupOfRank = new int[ranks];
    Arrays.fill(groupOfRank, -1);
    System.arraycopy(
        partition.groupOfRank(), 0, groupOfRank, firstRank, partition.groupOfRank().length);
    int[][] members =
        Arrays.stream(partition.members())
            .map(group -> Arrays.stream(group).map(rank -> firstRank + rank).toArray())
            .toArray(int[][]::new);
    return partition.with(name + "/" + partition.name(), members, groupOfRank);
  }

  /** The first relation of all jobs, the second, and so on: of each rank there is but one. */
  private static List<Program.Peers> peers(List<Program> programs, int ranks) {
    int relations = programs.stream().mapToInt(Program::relations).max().orElse(0);
    List<Program.Peers> peers = new ArrayList<>();
    for (int relation = 0; relation < relations; relation++) {
      int[] peerOfRank = new int[ranks];
      Arrays.fill(peerOfRank, -1);
      List<String> names = new ArrayList<>();
      int firstRank = 0;
      for (Program program : programs) {
        for (int rank = 0; relation < program.relations() && rank < program.ranks(); rank++) {
          int peer = program.peer(relation, rank);
          peerOfRank[firstRank + rank] = peer < 0 ? peer : firstRank + peer;
        }
        if (relation < program.relations()) {
          names.add(program.peers().get(relation).name());
        }
        firstRank += program.ranks();
      }
      peers.add(new Program.Peers(String.join(" or ", names), peerOfRank));
    }
    return peers;
  }

  /**
   * A program that does the same several times in a row: a stream begins again when the main stream
   * has come to the end, which waits for all others. Marks are noted the first time only.
   *
   * @param times how often, at least 1
   */
  public static Program repeated(Program program, int times) {
    if (times < 1) {
      throw new IllegalArgumentException("to be done " + times + " times");
    }
    return times == 1 ? program : with(program, streams -> repeated(streams, times));
  }

  /**
   * A program that does the same later: all streams of all ranks wait for its start.
   *
   * @param startPs when it starts, picoseconds, at least 0
   */
  public static Program starting(Program program, long startPs) {
    if (startPs < 0) {
      throw new IllegalArgumentException("to start at " + startPs + " ps");
    }
    return startPs == 0 ? program : with(program, streams -> starting(streams, startPs));
  }

  private static Ops[] starting(Ops[] streams, long startPs) {
    OpList[] lists = new OpList[streams.length];
    Arrays.setAll(lists, any -> new OpList());
    lists[0].add(OpKind.COMPUTE, Activity.NOT_STARTED, 0, startPs, 0, null);
    for (int stream = 1; stream < streams.length; stream++) {
      if (streams[stream].size() > 0) {
        lists[stream].add(OpKind.AWAIT, Activity.NOT_STARTED, 0, 1, 0, null);
      }
    }
    int[] begins = Arrays.stream(lists).mapToInt(OpList::size).toArray();
    for (int stream = 0; stream < streams.length; stream++) {
      streams[stream].addTo(lists[stream], begins, true);
    }
    return sealed(lists);
  }

  private static Program with(Program program, UnaryOperator<Ops[]> change) {
    int[] roleOfRank = new int[program.ranks()];
    Arrays.setAll(roleOfRank, program::role);
    return new Program(
        roleOfRank,
        program.streamsOfRoles().stream().map(change).toList(),
        program.groups(),
        program.peers(),
        program.marks(),
        program.jobs());
  }

  private static Ops[] sealed(OpList[] lists) {
    Ops[] sealed = Arrays.stream(lists).map(OpList::seal).toArray(Ops[]::new);
    Ops.link(sealed);
    return sealed;
  }

  private static Ops[] repeated(Ops[] streams, int times) {
    OpList[] lists = new OpList[streams.length];
    Arrays.setAll(lists, any -> new OpList());
    int[] begins = new int[streams.length];
    for (int round = 0; round < times; round++) {
      for (int stream = 0; stream < streams.length; stream++) {
        begins[stream] = lists[stream].size();
      }
      for (int stream = 0; stream < streams.length; stream++) {
        streams[stream].addTo(lists[stream], begins, round == 0);
      }
      if (round < times - 1) {
        meet(lists);
      }
    }
    return sealed(lists);
  }

  /** Has the main stream wait for the others, and then these for it. */
  private static void meet(OpList[] lists) {
    for (int stream = 1; stream < lists.length; stream++) {
      await(lists, 0, stream);
    }
    for (int stream = 1; stream < lists.length; stream++) {
      await(lists, stream, 0);
    }
  }

  private static void await(OpList[] lists, int stream, int other) {
    int position = lists[other].size();
    if (position > 0 && lists[stream].size() > 0) {
      Activity activity = lists[other].activity(position - 1);
      lists[stream].add(OpKind.AWAIT, activity, other, position, 0, null);
    }
  }
}
