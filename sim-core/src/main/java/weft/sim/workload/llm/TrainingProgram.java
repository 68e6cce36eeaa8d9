package weft.sim.workload.llm;

import weft.sim.workload.Program;
import weft.sim.workload.ProgramBuilder;
import weft.sim.workload.Role;

/**
 * Turns a {@link TrainingPlan} into the {@link Program} of one training step, as Megatron-LM and
 * FSDP run it: one role for each pipeline stage. {@link LayerOps} says what tensor and context
 * parallelism exchange, {@link GradientDeparture} and {@link WeightArrival} what replicas do,
 * {@link PipelineOrder} in which order stages work. The optimizer (Adam, mixed precision) reads and
 * writes its state once, after the gradients have arrived.
 *
 * <p>Not modelled: the exchange of gradient norms, data loading, exchange between experts.
 */
public final class TrainingProgram {

  private TrainingProgram() {}

  /** The program of one step of {@code plan} on GPUs like {@code gpu}. */
  public static Program of(TrainingPlan plan, Accelerator gpu) {
    ProgramBuilder builder = new ProgramBuilder(plan.ranks());
    Partners partners = Partners.of(plan, builder);
    int stageRanks = plan.parallelism().stageRanks();
    for (int stage = 0; stage < plan.parallelism().pipeline(); stage++) {
      Role role = builder.role(Streams.count(plan));
      new StageProgram(plan, gpu, partners, stage, role).add();
      for (int rank = 0; rank < stageRanks; rank++) {
        builder.assign(stage * stageRanks + rank, role);
      }
    }
    return builder.build();
  }
}
