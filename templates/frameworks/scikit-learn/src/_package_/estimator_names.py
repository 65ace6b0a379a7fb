"""What the file of an estimator may name: these parts and functions, scikit-learn's public estimators, and model.py.

Each is named on its own: a rule for a whole module would let in whatever else lies there. See estimator_lookup.py.
"""

from __future__ import annotations

from collections.abc import Mapping

OURS = "model."  # before the names of classes and functions that model.py defines
SKLEARN = "sklearn."
# Where scikit-learn publishes its estimators. One of these, a dot, and the name of a class that it holds.
PUBLISHED = [
    "calibration",
    "cluster",
    "compose",
    "covariance",
    "cross_decomposition",
    "decomposition",
    "discriminant_analysis",
    "dummy",
    "ensemble",
    "feature_extraction",
    "feature_extraction.image",
    "feature_extraction.text",
    "feature_selection",
    "frozen",
    "gaussian_process",
    "impute",
    "isotonic",
    "kernel_approximation",
    "kernel_ridge",
    "linear_model",
    "manifold",
    "mixture",
    "model_selection",
    "multiclass",
    "multioutput",
    "naive_bayes",
    "neighbors",
    "neural_network",
    "pipeline",
    "preprocessing",
    "random_projection",
    "semi_supervised",
    "svm",
    "tree",
]
# What fitted estimators are made of besides.
PARTS: Mapping[str, str] = {
    "_loss.link": "HalfLogitLink IdentityLink Interval LogLink LogitLink MultinomialLogit",
    "_loss.loss": "AbsoluteError ExponentialLoss HalfBinomialLoss HalfBinomialLossArrayAPI HalfGammaLoss "
    "HalfMultinomialLoss HalfMultinomialLossArrayAPI HalfPoissonLoss HalfPoissonLossArrayAPI HalfSquaredError "
    "HalfTweedieLoss HalfTweedieLossIdentity HuberLoss PinballLoss",
    "calibration": "_CalibratedClassifier _SigmoidCalibration _TemperatureScaling",
    "cluster._birch": "_CFNode _CFSubcluster",
    "cluster._bisect_k_means": "_BisectingTree",
    "compose": "make_column_selector",
    "ensemble._hist_gradient_boosting.binning": "_BinMapper",
    "ensemble._hist_gradient_boosting.predictor": "TreePredictor",
    "gaussian_process._gpc": "_BinaryGaussianProcessClassifierLaplace",
    "gaussian_process.kernels": "CompoundKernel ConstantKernel DotProduct ExpSineSquared Exponentiation Matern "
    "PairwiseKernel Product RBF RationalQuadratic Sum WhiteKernel",
    "metrics._scorer": "_CurveScorer _MultimetricScorer _PassthroughScorer _Scorer",
    "model_selection": "GroupKFold GroupShuffleSplit KFold LeaveOneGroupOut LeaveOneOut LeavePGroupsOut LeavePOut "
    "PredefinedSplit RepeatedKFold RepeatedStratifiedKFold ShuffleSplit StratifiedGroupKFold StratifiedKFold "
    "StratifiedShuffleSplit TimeSeriesSplit",
    "multiclass": "_ConstantPredictor",
    "neural_network._stochastic_optimizers": "AdamOptimizer SGDOptimizer",
    "utils._metadata_requests": "MetadataRequest MethodMetadataRequest",
}
# Of these, written in C, a file gives the numbers with which they are made.
MADE: Mapping[str, str] = {
    "_loss._loss": "CyAbsoluteError CyExponentialLoss CyHalfBinomialLoss CyHalfGammaLoss CyHalfMultinomialLoss "
    "CyHalfPoissonLoss CyHalfSquaredError CyHalfTweedieLoss CyHalfTweedieLossIdentity CyHuberLoss CyPinballLoss",
    "linear_model._sgd_fast": "EpsilonInsensitive Hinge Log Huber ModifiedHuber SquaredEpsilonInsensitive "
    "SquaredHinge SquaredLoss",
    "tree._tree": "Tree",
}
# Functions that an estimator may hold; of NumPy all universal functions besides.
FUNCTIONS: Mapping[str, str] = {
    "sklearn.cluster._kmeans": "_kmeans_single_elkan _kmeans_single_lloyd",
    "sklearn.feature_selection": "chi2 f_classif f_regression mutual_info_classif mutual_info_regression r_regression",
    "sklearn.metrics.pairwise": "additive_chi2_kernel chi2_kernel cosine_distances cosine_similarity "
    "euclidean_distances haversine_distances laplacian_kernel linear_kernel manhattan_distances "
    "nan_euclidean_distances polynomial_kernel rbf_kernel sigmoid_kernel",
    "numpy": "clip max mean median min nan_to_num nanmax nanmean nanmedian nanmin std sum var",
}
TYPES: Mapping[str, type] = {kind.__name__: kind for kind in (bool, int, float, str, object)}
