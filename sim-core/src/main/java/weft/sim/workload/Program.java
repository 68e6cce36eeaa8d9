package weft.sim.workload;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.sim.collective.AllToAllParts;
import weft.sim.collective.KnownTime;
import weft.sim.collective.Operation;

/**
 * What all ranks do: a role for each rank, and the groups and peers by which roles name partners.
 * Immutable. Built by {@link ProgramBuilder}.
 */
public final class Program {

  private final int[] roleOfRank;

  /** Of each role, its streams. */
  private final List<Ops[]> roles;

  private final List<Groups> groups;
  private final List<Peers> peers;
  private final List<String> marks;
  private final List<Job> jobs;

  Program(
      int[] roleOfRank,
      List<Ops[]> roles,
      List<Groups> groups,
      List<Peers> peers,
      List<String> marks,
      List<Job> jobs) {
    this.roleOfRank = roleOfRank;
    this.roles = List.copyOf(roles);
    this.groups = List.copyOf(groups);
    this.peers = List.copyOf(peers);
    this.marks = List.copyOf(marks);
    this.jobs = List.copyOf(jobs);
  }

  /**
   * A partition of (some of) the ranks into groups that run collectives over so many channels.
   *
   * @param number of the partition in the program of its job: of it follow the numbers of its flows
   * @param parts how all-to-alls are divided; null if evenly
   * @param alternates how many partitions before comes one of the same groups, which never have
   *     collectives of both under way at once; 0 if none does
   * @param time how long collectives take; null if that is simulated
   */
  record Groups(
      String name,
      int[][] members,
      int[] groupOfRank,
      int channels,
      int number,
      @Nullable AllToAllParts parts,
      int alternates,
      @Nullable KnownTime time) {

    /** The same partition under other numbers of its ranks. */
    Groups with(String otherName, int[][] otherMembers, int[] otherGroupOfRank) {
      return new Groups(
          otherName, otherMembers, otherGroupOfRank, channels, number, parts, alternates, time);
    }
  }

  /** For each rank, whom it sends to; −1 for nobody. */
  record Peers(String name, int[] peerOfRank) {}

  /**
   * A part of a program: ranks that have nothing to do with the others but the network.
   *
   * @param name of the job
   * @param firstRank the first of its ranks, which follow each other
   * @param ranks how many they are
   * @param firstGroups the first of its partitions
   * @param partitions how many they are
   * @param firstMark the first of its marks
   * @param marks how many they are
   */
  public record Job(
      String name,
      int firstRank,
      int ranks,
      int firstGroups,
      int partitions,
      int firstMark,
      int marks) {

    /** Whether a rank is one of its ranks. */
    public boolean has(int rank) {
      return rank >= firstRank && rank < firstRank + ranks;
    }

    /** Whether a partition is one of its partitions. */
    public boolean hasGroups(int partition) {
      return partition >= firstGroups && partition < firstGroups + partitions;
    }
  }

  /** The programs that this one was put together of, see {@link Jobs}; none if it was not. */
  public List<Job> jobs() {
    return jobs;
  }

  /** Number of ranks. */
  public int ranks() {
    return roleOfRank.length;
  }

  /** Operations of all ranks and streams. */
  public long operations() {
    long sum = 0;
    for (int role : roleOfRank) {
      for (Ops stream : roles.get(role)) {
        sum += stream.size();
      }
    }
    return sum;
  }

  /** Number of partitions into groups. */
  public int partitions() {
    return groups.size();
  }

  /** Number of groups of a partition. */
  public int groupCount(int partition) {
    return groups.get(partition).members().length;
  }

  /** The group of a rank in a partition; −1 if it is in none. */
  public int groupOf(int partition, int rank) {
    return groups.get(partition).groupOfRank()[rank];
  }

  /** Number of relations of peers. */
  public int relations() {
    return peers.size();
  }

  /** Whom a rank sends to in a relation of peers; −1 for nobody. */
  public int peer(int relation, int rank) {
    return peers.get(relation).peerOfRank()[rank];
  }

  /** A number for what a rank does: ranks that have the same do the same. */
  public int role(int rank) {
    return roleOfRank[rank];
  }

  /** Number of roles. */
  public int roles() {
    return roles.size();
  }

  /** Visits collectives. */
  @FunctionalInterface
  public interface CollectiveVisitor {

    /** A collective that a stream has with the groups of a partition, and how often. */
    void visit(int partition, Operation operation, long bytes, int times);
  }

  /** Visits the collectives of all roles, those of a stream that are the same once. */
  public void visitCollectives(CollectiveVisitor visitor) {
    for (int role = 0; role < roles.size(); role++) {
      visitCollectives(role, visitor);
    }
  }

  /** Visits the collectives of a role, those of a stream that are the same once. */
  void visitCollectives(int role, CollectiveVisitor visitor) {
    for (Ops ops : roles.get(role)) {
      ops.visitCollectives(visitor);
    }
  }

  /**
   * A program of fewer ranks with the same roles, each of which stands for a class of ranks.
   *
   * @param classOfRank for each rank, its class
   * @param representatives for each class, a rank of it
   * @param classOfGroup for each partition and group, its class
   */
  public Program condensed(int[] classOfRank, int[] representatives, int[][] classOfGroup) {
    List<Groups> condensedGroups = new ArrayList<>();
    for (int partition = 0; partition < groups.size(); partition++) {
      condensedGroups.add(
          condensed(groups.get(partition), classOfRank, representatives, classOfGroup[partition]));
    }
    List<Peers> condensedPeers = new ArrayList<>();
    for (Peers relation : peers) {
      int[] peerOfRank =
          Arrays.stream(representatives)
              .map(rank -> relation.peerOfRank()[rank])
              .map(peer -> peer < 0 ? peer : classOfRank[peer])
              .toArray();
      condensedPeers.add(new Peers(relation.name(), peerOfRank));
    }
    int[] roleOfClass = Arrays.stream(representatives).map(rank -> roleOfRank[rank]).toArray();
    return new Program(roleOfClass, roles, condensedGroups, condensedPeers, marks, List.of());
  }

  private static Groups condensed(
      Groups partition, int[] classOfRank, int[] representatives, int[] classOfGroup) {
    int classes = Arrays.stream(classOfGroup).max().orElse(-1) + 1;
    int[][] members = new int[classes][];
    for (int group = classOfGroup.length - 1; group >= 0; group--) {
      members[classOfGroup[group]] =
          Arrays.stream(partition.members()[group])
              .map(rank -> classOfRank[rank])
              .distinct()
              .toArray();
    }
    int[] groupOfClass =
        Arrays.stream(representatives)
            .map(rank -> partition.groupOfRank()[rank])
            .map(group -> group < 0 ? group : classOfGroup[group])
            .toArray();
    return partition.with(partition.name(), members, groupOfClass);
  }

  /** Name of the groups with an index. */
  public String groupsName(int index) {
    return groups.get(index).name();
  }

  /** The streams of a rank. */
  Ops[] streams(int rank) {
    return roles.get(roleOfRank[rank]);
  }

  /** The roles, each with its streams. */
  List<Ops[]> streamsOfRoles() {
    return roles;
  }

  /** Names of the moments that are noted. */
  List<String> marks() {
    return marks;
  }

  List<Groups> groups() {
    return groups;
  }

  List<Peers> peers() {
    return peers;
  }

  int maxStreams() {
    return roles.stream().mapToInt(streams -> streams.length).max().orElse(0);
  }
}
