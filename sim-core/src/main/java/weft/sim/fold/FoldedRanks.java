package weft.sim.fold;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.util.Arrays;
import weft.sim.collective.exec.Communicator;
import weft.sim.workload.Program;
import weft.sim.workload.Representatives;

/** A rank and a group for each class of them: the first ones. */
final class FoldedRanks implements Representatives {

  private static final int NONE = -1;

  private final Program program;
  private final Program folded;
  private final Representatives all;
  private final Classes classes;
  private final int[] classOfRank;
  private final int[] first;
  private final int[] weights;

  /** For each partition and class, the first group and how many there are. */
  private final int[][] firstGroup;

  private final int[][] groupWeights;
  private boolean unambiguous = true;

  private FoldedRanks(Program program, Representatives all, Classes classes) {
    this.program = program;
    this.all = all;
    this.classes = classes;
    int[] numbers = new int[classes.count()];
    Arrays.fill(numbers, NONE);
    classOfRank = new int[program.ranks()];
    IntArrayList firsts = new IntArrayList();
    for (int rank = 0; rank < classOfRank.length; rank++) {
      classOfRank[rank] = number(numbers, classes.ofRank(rank), firsts, rank);
    }
    first = firsts.toIntArray();
    weights = Arrays.stream(first).map(rank -> classes.size(classes.ofRank(rank))).toArray();
    int[][] classOfGroup = new int[program.partitions()][];
    firstGroup = new int[program.partitions()][];
    groupWeights = new int[program.partitions()][];
    for (int partition = 0; partition < classOfGroup.length; partition++) {
      int groups = partition;
      classOfGroup[groups] = new int[program.groupCount(groups)];
      firsts.clear();
      for (int group = 0; group < classOfGroup[groups].length; group++) {
        classOfGroup[groups][group] =
            number(numbers, classes.ofGroup(groups, group), firsts, group);
      }
      firstGroup[groups] = firsts.toIntArray();
      groupWeights[groups] =
          Arrays.stream(firstGroup[groups])
              .map(group -> classes.size(classes.ofGroup(groups, group)))
              .toArray();
    }
    folded = program.condensed(classOfRank, first, classOfGroup);
  }

  static FoldedRanks of(
      Program program,
      Representatives all,
      SymmetryGraph symmetry,
      Classes classes,
      FoldedNetwork network) {
    FoldedRanks ranks = new FoldedRanks(program, all, classes);
    for (int partition = 0; partition < program.partitions(); partition++) {
      for (int group : ranks.firstGroup[partition]) {
        int begin = symmetry.firstConnection(partition, group);
        for (int edge = 0; edge < symmetry.connectionCount(partition, group); edge++) {
          ranks.unambiguous &= network.assign(begin + edge);
        }
      }
    }
    for (int relation = 0; relation < program.relations(); relation++) {
      for (int rank : ranks.first) {
        int connection = symmetry.message(relation, rank);
        ranks.unambiguous &= connection < 0 || network.assign(connection);
      }
    }
    for (int flow = symmetry.firstFlow(); flow < symmetry.connections().count(); flow++) {
      ranks.unambiguous &= network.assign(flow);
    }
    return ranks;
  }

  private static int number(int[] numbers, int itsClass, IntArrayList firsts, int candidate) {
    if (numbers[itsClass] == NONE) {
      numbers[itsClass] = firsts.size();
      firsts.add(candidate);
    }
    return numbers[itsClass];
  }

  /** From now on the communicators of the groups simulate each class of edges once. */
  void foldCommunicators(SymmetryGraph symmetry, FoldedNetwork network) {
    for (int partition = 0; partition < firstGroup.length; partition++) {
      for (int group : firstGroup[partition]) {
        int begin = symmetry.firstConnection(partition, group);
        int[] paths = new int[symmetry.edgeCount(partition, group)];
        Arrays.setAll(paths, edge -> network.path(begin + edge));
        if (paths.length > 0) {
          all.communicator(partition, group).rings().fold(paths);
        }
        for (PlacedGraph schedule : symmetry.schedules(partition, group)) {
          schedule.fold(classes, network);
        }
      }
    }
  }

  /** How many edges of a group are simulated; 0 if another group stands for it. */
  int simulatedEdges(int partition, int group, SymmetryGraph symmetry, FoldedNetwork network) {
    if (Arrays.binarySearch(firstGroup[partition], group) < 0) {
      return 0;
    }
    IntOpenHashSet paths = new IntOpenHashSet();
    int begin = symmetry.firstConnection(partition, group);
    for (int edge = 0; edge < symmetry.edgeCount(partition, group); edge++) {
      paths.add(network.path(begin + edge));
    }
    return paths.size();
  }

  /** Whether no two connections with the same ends and number differ. */
  boolean isUnambiguous() {
    return unambiguous;
  }

  Program program() {
    return folded;
  }

  /** The first rank of a class. */
  int firstRank(int rankClass) {
    return first[rankClass];
  }

  /** The class of a rank. */
  int classOf(int rank) {
    return classOfRank[rank];
  }

  int[] weights() {
    return weights.clone();
  }

  @Override
  public int endpoint(int rank) {
    return all.endpoint(first[rank]);
  }

  @Override
  public int receiverEndpoint(int peers, int rank) {
    return all.endpoint(program.peer(peers, first[rank]));
  }

  @Override
  public int ranks(int rank) {
    return weights[rank];
  }

  @Override
  public Communicator communicator(int groups, int group) {
    return all.communicator(groups, firstGroup[groups][group]);
  }

  @Override
  public int groups(int groups, int group) {
    return groupWeights[groups][group];
  }
}
