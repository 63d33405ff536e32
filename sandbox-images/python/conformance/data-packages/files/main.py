from pathlib import Path

import matplotlib.pyplot
import numpy
import openpyxl
import pandas
import scipy.optimize
import sklearn.linear_model

print("numpy", numpy.array([1, 2]).sum())
print("pandas", pandas.DataFrame({"a": [1, 2, 3]})["a"].sum())
print("scipy", round(scipy.optimize.brentq(lambda x: x * x - 9, 0, 10)))
print("scikit-learn", sklearn.linear_model.LinearRegression().fit([[1], [2]], [[2], [4]]).coef_.round(6))
book = openpyxl.Workbook()
book.active["A1"] = 7
book.save("/tmp/book.xlsx")
print("openpyxl", openpyxl.load_workbook("/tmp/book.xlsx").active["A1"].value)
matplotlib.pyplot.plot([1, 2, 3])
matplotlib.pyplot.savefig("/tmp/plot.png")
print("matplotlib", Path("/tmp/plot.png").stat().st_size > 1000)
