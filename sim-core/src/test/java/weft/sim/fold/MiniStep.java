package weft.sim.fold;

import java.util.ArrayList;
import java.util.List;
import weft.sim.collective.Operation;
import weft.sim.workload.Activity;
import weft.sim.workload.Program;
import weft.sim.workload.ProgramBuilder;
import weft.sim.workload.Role;

/**
 * A training step in small: tensor-parallel ranks in a node, stages behind each other, replicas
 * beside each other, ordered as in {@link weft.sim.workload.llm.TrainingPlan}.
 *
 * @param microBatches how many pass through
 * @param bytes of a message; of an all-reduce of gradients a hundred times as many
 * @param slowRank computes for twice as long; −1 for nobody
 * @param slowJob whether the second half of the replicas is a job of its own that computes longer
 * @param experts so many neighbours of a stage exchange tokens in each layer; 1 for none
 */
record MiniStep(
    int tensor,
    int pipeline,
    int data,
    int microBatches,
    long bytes,
    int slowRank,
    boolean slowJob,
    int experts) {

  /** One without experts. */
  MiniStep(
      int tensor,
      int pipeline,
      int data,
      int microBatches,
      long bytes,
      int slowRank,
      boolean slowJob) {
    this(tensor, pipeline, data, microBatches, bytes, slowRank, slowJob, 1);
  }

  private static final int MAIN = 0;
  private static final int SIDE = 1;
  private static final int REDUCE = 2;

  int ranks() {
    return tensor * pipeline * data;
  }

  Program program() {
    ProgramBuilder builder = new ProgramBuilder(ranks());
    List<int[]> tensorMembers = new ArrayList<>();
    List<int[]> dataMembers = new ArrayList<>();
    int jobs = slowJob ? 2 : 1;
    for (int stage = 0; stage < pipeline; stage++) {
      for (int replica = 0; replica < data; replica++) {
        int[] members = new int[tensor];
        for (int t = 0; t < tensor; t++) {
          members[t] = rank(t, replica, stage);
        }
        tensorMembers.add(members);
      }
      for (int t = 0; t < tensor; t++) {
        for (int job = 0; job < jobs; job++) {
          int[] members = new int[data / jobs];
          for (int i = 0; i < members.length; i++) {
            members[i] = rank(t, job * members.length + i, stage);
          }
          dataMembers.add(members);
        }
      }
    }
    int[][] expertMembers = new int[experts > 1 ? ranks() / experts : 0][experts];
    for (int rank = 0; rank < expertMembers.length * experts; rank++) {
      expertMembers[rank / experts][rank % experts] = rank;
    }
    int tensorGroups = builder.groups("tensor", tensorMembers.toArray(int[][]::new));
    int dataGroups = builder.groups("data", dataMembers.toArray(int[][]::new));
    int expertGroups = experts > 1 ? builder.groups("experts", expertMembers) : -1;
    int[] next = new int[ranks()];
    for (int rank = 0; rank < next.length; rank++) {
      int peer = rank + tensor * data;
      next[rank] = peer < next.length ? peer : -1;
    }
    int nextStage = builder.peers("next", next);
    for (int stage = 0; stage < pipeline; stage++) {
      Role usual =
          role(builder, stage, 1_000_000, tensorGroups, dataGroups, expertGroups, nextStage);
      Role slow =
          role(builder, stage, 2_000_000, tensorGroups, dataGroups, expertGroups, nextStage);
      for (int replica = 0; replica < data; replica++) {
        for (int t = 0; t < tensor; t++) {
          int rank = rank(t, replica, stage);
          boolean isSlow = rank == slowRank || (slowJob && 2 * replica >= data);
          builder.assign(rank, isSlow ? slow : usual);
        }
      }
    }
    return builder.build();
  }

  private Role role(
      ProgramBuilder builder,
      int stage,
      long computePs,
      int tensorGroups,
      int dataGroups,
      int expertGroups,
      int next) {
    Role role = builder.role(3);
    for (int batch = 0; batch < microBatches; batch++) {
      if (stage > 0) {
        role.receive(MAIN, next, Activity.PIPELINE_PARALLEL);
      }
      for (int layer = 0; layer < 3; layer++) {
        role.compute(MAIN, computePs * (1 + layer));
        role.collective(
            MAIN, tensorGroups, Operation.ALL_REDUCE, 8 * bytes, Activity.TENSOR_PARALLEL);
        if (expertGroups >= 0) {
          Activity exchange = Activity.EXPERT_PARALLEL;
          role.collective(MAIN, expertGroups, Operation.ALL_TO_ALL, 2 * bytes, exchange);
          role.compute(MAIN, computePs);
          role.collective(MAIN, expertGroups, Operation.ALL_TO_ALL, 3 * bytes, exchange);
        }
      }
      if (stage + 1 < pipeline) {
        role.await(SIDE, MAIN).send(SIDE, next, bytes, Activity.PIPELINE_PARALLEL);
      }
    }
    role.await(REDUCE, MAIN);
    role.collective(REDUCE, dataGroups, Operation.ALL_REDUCE, 100 * bytes, Activity.DATA_PARALLEL);
    role.compute(MAIN, computePs);
    return role.await(MAIN, REDUCE).compute(MAIN, computePs);
  }

  private int rank(int t, int replica, int stage) {
    return t + tensor * (replica + data * stage);
  }
}
